import type { CloudFacts } from '@fleet-auditor/model/cloud-facts.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import { scopeKey, type ScopeOf } from '@fleet-auditor/model/scope.ts'
import { collected } from '@fleet-auditor/model/section.ts'
import { z } from 'zod'
import { controlPlaneOf } from './control-plane.ts'

/** The SDK gives absent fields as `''`, `[]`, `false` or `null`; an enum value it does not know stays a number. */
const Word = z.union([z.string(), z.number()]).transform(String)
const Text = z
  .string()
  .nullish()
  .transform((text) => (text ? text : undefined))
const Flag = z
  .boolean()
  .nullish()
  .transform((flag) => flag ?? undefined)

const AuthorizedNetworks = z.object({
  enabled: Flag,
  cidrBlocks: z.array(z.object({ cidrBlock: z.string() })).nullish(),
  gcpPublicCidrsAccessEnabled: Flag,
})

/** The fields of a GKE cluster that are used, as `@google-cloud/container` gives them. */
export const GkeRecord = z.object({
  name: z.string().min(1),
  location: z.string().min(1),
  id: Text,
  status: Word,
  currentMasterVersion: Text,
  createTime: Text,
  endpoint: Text,
  resourceLabels: z.record(z.string(), z.string()).nullish(),
  masterAuth: z.object({ clusterCaCertificate: Text }).nullish(),
  releaseChannel: z.object({ channel: Word }).nullish(),
  autopilot: z.object({ enabled: Flag }).nullish(),
  masterAuthorizedNetworksConfig: AuthorizedNetworks.nullish(),
  privateClusterConfig: z
    .object({ enablePrivateEndpoint: Flag, publicEndpoint: Text, privateEndpoint: Text })
    .nullish(),
  controlPlaneEndpointsConfig: z
    .object({
      dnsEndpointConfig: z.object({ endpoint: Text, allowExternalTraffic: Flag }).nullish(),
      ipEndpointsConfig: z
        .object({
          enabled: Flag,
          enablePublicEndpoint: Flag,
          publicEndpoint: Text,
          privateEndpoint: Text,
          authorizedNetworksConfig: AuthorizedNetworks.nullish(),
        })
        .nullish(),
    })
    .nullish(),
})
export type GkeRecord = z.infer<typeof GkeRecord>

export const GkeListing = z.object({
  clusters: z.array(GkeRecord).nullish(),
  missingZones: z.array(z.string()).nullish(),
})
export type GkeListing = z.infer<typeof GkeListing>

/** States in which the API server answers; RECONCILING is an upgrade or resize, DEGRADED a fault of some part. */
const running = new Set(['RUNNING', 'RECONCILING', 'DEGRADED'])

export function gkeClusterOf(record: GkeRecord, scope: ScopeOf<'gke'>, at: string): Cluster {
  return {
    id: `gke:${record.location}/${record.name}`,
    locator: `projects/${scope.project}/locations/${record.location}/clusters/${record.name}`,
    name: record.name,
    provider: 'gke',
    scope: scopeKey(scope),
    region: regionOf(record.location),
    labels: record.resourceLabels ?? {},
    cloud: collected(cloudFactsOf(record), at),
  }
}

function cloudFactsOf(record: GkeRecord): CloudFacts {
  const plane = controlPlaneOf(record)
  return {
    status: record.status,
    running: running.has(record.status),
    region: regionOf(record.location),
    version: record.currentMasterVersion || undefined,
    createdAt: record.createTime || undefined,
    life: record.id || undefined,
    endpoint: {
      public: plane.publicIp !== undefined,
      private: plane.privateIp !== undefined,
      authorizedRanges: plane.authorizedRanges === null ? null : [...plane.authorizedRanges],
      googleAddresses: plane.googleAddresses,
      externalDns: plane.dns?.external === true,
    },
    support: { extended: record.releaseChannel?.channel === 'EXTENDED' },
    autopilot: record.autopilot?.enabled === true,
    labels: record.resourceLabels ?? {},
  }
}

/** A zonal cluster's location is its zone: `europe-west1-b`. */
const regionOf = (location: string): string => location.replace(/-[a-z]$/, '')
