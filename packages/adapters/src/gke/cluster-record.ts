import { z } from 'zod'

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

/** The addresses of a control plane, from the fields of today or, where a cluster is older, their twins. */
interface ControlPlane {
  readonly publicIp?: string
  readonly privateIp?: string
  readonly dns?: { readonly host: string; readonly external: boolean }
  /** `null`: every address may reach the public one. */
  readonly authorizedRanges: readonly string[] | null
  /** Beside those ranges, every public address of Google Cloud may reach it. */
  readonly googleAddresses: boolean
}

export function controlPlaneOf(record: GkeRecord): ControlPlane {
  const ip = record.controlPlaneEndpointsConfig?.ipEndpointsConfig
  const dns = record.controlPlaneEndpointsConfig?.dnsEndpointConfig
  const networks = ip?.authorizedNetworksConfig ?? record.masterAuthorizedNetworksConfig
  const publicIp = publicAddress(record)
  const privateIp =
    ip?.enabled === false ? undefined : (ip?.privateEndpoint ?? record.privateClusterConfig?.privateEndpoint)
  return {
    publicIp: publicIp || undefined,
    privateIp: privateIp || undefined,
    dns: dns?.endpoint ? { host: dns.endpoint, external: dns.allowExternalTraffic === true } : undefined,
    authorizedRanges: networks?.enabled ? (networks.cidrBlocks ?? []).map(({ cidrBlock }) => cidrBlock) : null,
    googleAddresses: networks?.enabled === true && networks.gcpPublicCidrsAccessEnabled === true,
  }
}

/** `endpoint` alone proves nothing: it is the private address or the DNS name where there is no public one. */
function publicAddress(record: GkeRecord): string | undefined {
  const ip = record.controlPlaneEndpointsConfig?.ipEndpointsConfig
  const older = record.privateClusterConfig
  if (ip?.enabled === false) return undefined
  const open = ip?.enablePublicEndpoint ?? older?.enablePrivateEndpoint !== true
  if (!open) return undefined
  const named = ip?.publicEndpoint ?? older?.publicEndpoint
  return (
    named ??
    (record.endpoint === record.controlPlaneEndpointsConfig?.dnsEndpointConfig?.endpoint ? undefined : record.endpoint)
  )
}
