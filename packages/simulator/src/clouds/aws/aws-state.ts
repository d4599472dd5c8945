import type { WebIdentityIssuer } from '../web-identity.ts'

/** A cluster as DescribeCluster answers it (times in epoch seconds); any field of the API may be given. */
export interface EksCluster {
  readonly name: string
  /** Listed, but deleted before anybody asks for it. */
  readonly gone?: boolean
  readonly [field: string]: unknown
}

/** Absent `region` or `cluster`: every one. A denied listing is without `cluster`. */
export interface AwsDenial {
  readonly action: `${'eks' | 'organizations' | 'account' | 'sts'}:${string}`
  readonly region?: string
  readonly cluster?: string
  /** By the organization's service control policy, not by want of a right. */
  readonly byPolicy?: boolean
}

export interface AwsAccount {
  /** 12 digits. */
  readonly id: string
  /** Access key ids that belong to a user of this account. */
  readonly accessKeys?: readonly string[]
  /** Roles of this account that every known caller may assume, given the external id where one is declared. */
  readonly roles?: readonly { readonly arn: string; readonly externalId?: string }[]
  /** The regions that the account opted in to; any other does not know its keys. */
  readonly regions: Readonly<Record<string, readonly EksCluster[]>>
  /** Regions that exist, and that the account did not opt in to. */
  readonly notOptedIn?: readonly string[]
  readonly deny?: readonly AwsDenial[]
  /** Outbound web identity federation is on, with this issuer. */
  readonly outbound?: WebIdentityIssuer
}

/** Account states as Organizations spells them. */
interface AwsMember {
  readonly id: string
  readonly state?: 'ACTIVE' | 'SUSPENDED' | 'CLOSED' | 'PENDING_ACTIVATION'
}

export interface AwsState {
  readonly accounts: readonly AwsAccount[]
  /** Dates as ISO 8601. */
  readonly clusterVersions?: readonly {
    readonly clusterVersion: string
    readonly endOfStandardSupportDate: string
    readonly endOfExtendedSupportDate: string
  }[]
  /** Its accounts, which need not be among `accounts`; the management account alone may list them. */
  readonly organization?: { readonly management: string; readonly members: readonly AwsMember[] }
  /** `aws` when absent. */
  readonly partition?: string
}

/** An EKS cluster by the facts that matter here; `wire` overrides or adds fields of the API. */
export interface EksClusterFacts {
  readonly name: string
  readonly endpoint: string
  readonly caPem: string
  readonly status?: string
  readonly version?: string
  /** ISO 8601. */
  readonly createdAt?: string
  /** Absent: only inside the VPC. */
  readonly publicAccessCidrs?: readonly string[]
  readonly privateAccess?: boolean
  readonly extendedSupport?: boolean
  readonly tags?: Readonly<Record<string, string>>
  readonly wire?: Readonly<Record<string, unknown>>
}

/** As the API describes a cluster of today. */
export const eksCluster = (facts: EksClusterFacts): EksCluster => ({
  name: facts.name,
  createdAt: Date.parse(facts.createdAt ?? '2026-03-02T09:00:00.000Z') / 1000,
  version: facts.version ?? '1.35',
  endpoint: facts.endpoint,
  resourcesVpcConfig: {
    subnetIds: ['subnet-0a', 'subnet-0b'],
    securityGroupIds: [],
    vpcId: 'vpc-0c',
    endpointPublicAccess: facts.publicAccessCidrs !== undefined,
    endpointPrivateAccess: facts.privateAccess ?? true,
    publicAccessCidrs: facts.publicAccessCidrs ?? [],
  },
  status: facts.status ?? 'ACTIVE',
  certificateAuthority: { data: Buffer.from(facts.caPem).toString('base64') },
  platformVersion: 'eks.7',
  tags: facts.tags ?? {},
  health: { issues: [] },
  accessConfig: { authenticationMode: 'API' },
  upgradePolicy: { supportType: facts.extendedSupport === true ? 'EXTENDED' : 'STANDARD' },
  ...facts.wire,
})
