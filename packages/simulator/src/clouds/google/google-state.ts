import { bearerOf, type CloudRequest } from '../cloud-answer.ts'
import { listedToken, type GoogleAccounts, type GooglePoolProvider } from './google-token.ts'

/** A cluster as the REST API answers it (enums as words); any field of `google.container.v1.Cluster` may be given. */
export interface GkeCluster {
  readonly name: string
  readonly location: string
  readonly [field: string]: unknown
}

export interface GoogleProject {
  readonly project: string
  readonly clusters: readonly GkeCluster[]
  /** Zones whose answer is missing from the listing. */
  readonly missingZones?: readonly string[]
  /** The Kubernetes Engine API is off. */
  readonly apiOff?: boolean
  /** The identity may not list here. */
  readonly denied?: boolean
}

export interface GoogleState {
  readonly projects: readonly GoogleProject[]
  readonly accounts: GoogleAccounts
  readonly organizations?: readonly GoogleOrganization[]
  readonly pools?: readonly GooglePoolProvider[]
}

/** What Cloud Asset Inventory lists of an organization: the clusters of its projects. */
export interface GoogleOrganization {
  /** Its number. */
  readonly organization: string
  /** Projects (among `projects` of the state) by id, with their numbers. */
  readonly numbers: Readonly<Record<string, string>>
  /** The identity may not search here. */
  readonly denied?: boolean
  /** Full names that are no cluster's. */
  readonly oddNames?: readonly string[]
}

/** Whether the request shows a token that some account, pool or impersonation yields. */
export function isKnown(request: CloudRequest, { accounts, pools = [] }: GoogleState): boolean {
  const token = listedToken(bearerOf(request))
  const pooled = pools.flatMap((pool) => [pool.token, ...Object.values(pool.serviceAccounts ?? {})])
  return token !== undefined && [...Object.values(accounts), ...pooled].includes(token)
}

/** A GKE cluster by the facts that matter here; `wire` overrides or adds fields of the API. */
export interface GkeClusterFacts {
  readonly name: string
  readonly location: string
  /** Unique id of this incarnation. */
  readonly id: string
  readonly caPem: string
  readonly version?: string
  readonly status?: string
  readonly createTime?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly publicIp?: string
  readonly privateIp?: string
  readonly dns?: { readonly endpoint: string; readonly externalTraffic: boolean }
  readonly authorizedNetworks?: readonly string[]
  readonly channel?: string
  readonly autopilot?: boolean
  readonly wire?: Readonly<Record<string, unknown>>
}

/** As the API describes a cluster of today: the endpoints twice, in the new shape and in the old one. */
export function gkeCluster(facts: GkeClusterFacts): GkeCluster {
  const networks = authorizedNetworks(facts.authorizedNetworks)
  return {
    id: facts.id,
    name: facts.name,
    location: facts.location,
    status: facts.status ?? 'RUNNING',
    currentMasterVersion: facts.version ?? '1.35.3-gke.1234000',
    createTime: facts.createTime ?? '2026-03-02T09:00:00+00:00',
    endpoint: facts.publicIp ?? facts.privateIp ?? facts.dns?.endpoint ?? '',
    masterAuth: { clusterCaCertificate: Buffer.from(facts.caPem).toString('base64') },
    resourceLabels: facts.labels ?? {},
    releaseChannel: { channel: facts.channel ?? 'REGULAR' },
    autopilot: facts.autopilot ? { enabled: true } : {},
    masterAuthorizedNetworksConfig: networks,
    privateClusterConfig: {
      enablePrivateNodes: true,
      publicEndpoint: facts.publicIp || undefined,
      enablePrivateEndpoint: facts.publicIp ? undefined : true,
      privateEndpoint: facts.privateIp || undefined,
    },
    controlPlaneEndpointsConfig: {
      dnsEndpointConfig:
        facts.dns === undefined
          ? undefined
          : { endpoint: facts.dns.endpoint, allowExternalTraffic: facts.dns.externalTraffic },
      ipEndpointsConfig: ipEndpoints(facts, networks),
    },
    ...facts.wire,
  }
}

const authorizedNetworks = (ranges: readonly string[] | undefined) =>
  ranges ? { enabled: true, cidrBlocks: ranges.map((cidrBlock) => ({ cidrBlock })) } : {}

function ipEndpoints({ publicIp, privateIp }: GkeClusterFacts, networks: object) {
  return {
    enabled: publicIp !== undefined || privateIp !== undefined,
    enablePublicEndpoint: publicIp !== undefined,
    publicEndpoint: publicIp || undefined,
    privateEndpoint: privateIp || undefined,
    authorizedNetworksConfig: networks,
  }
}
