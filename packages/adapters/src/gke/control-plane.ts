import type { GkeRecord } from './cluster-record.ts'

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
