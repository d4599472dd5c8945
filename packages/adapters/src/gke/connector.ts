import type { ApiAccess, Connector } from '@fleet-auditor/audit/ports/connector.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import { collected, failed, type Section } from '@fleet-auditor/model/section.ts'
import type { HasPath } from '../cloud/endpoint.ts'
import { privateEndpoint } from '../cloud/failure-of.ts'
import { createClusterManager, type GkeOptions } from './cluster-manager.ts'
import { controlPlaneOf, type GkeRecord } from './cluster-record.ts'
import { googleFailure, isGone } from './google-failure.ts'
import type { GoogleToken } from './google-token.ts'

export interface GkeConnectorOptions extends GkeOptions {
  readonly hasPath?: HasPath
  /** Take a public IP endpoint where there is one, not the DNS endpoint. */
  readonly preferIp?: boolean
}

/**
 * Reads the cluster's addresses and CA again: discovery may have run in another process. A DNS endpoint that takes
 * traffic from outside comes first (system authorities), then the public IP, then what the vantage has a path to.
 */
export function createGkeConnector(options: GkeConnectorOptions): Connector<'gke'> {
  const manager = createClusterManager(options)
  return {
    async connect(cluster, _scope, signal) {
      try {
        const record = await manager.get(cluster.locator, signal)
        return accessTo(cluster, record, options, manager.token)
      } catch (error) {
        if (isGone(error)) return failed('unreachable', `${cluster.id}: the cloud no longer knows this cluster`)
        return googleFailure(error, cluster.id, 'container.clusters.get', signal)
      }
    },
  }
}

type Address = { readonly host: string; readonly authority: 'system' | 'cluster' }

function accessTo(
  cluster: Cluster,
  record: GkeRecord,
  options: GkeConnectorOptions,
  token: GoogleToken,
): Section<ApiAccess> {
  const address = addressOf(record, options)
  if (!address) return unreachable(cluster, record)
  const caPem = address.authority === 'cluster' ? authorityOf(record) : undefined
  if (address.authority === 'cluster' && !caPem) {
    return failed('malformed', `${cluster.id}: the cloud gave no certificate authority for ${address.host}`)
  }
  const access: ApiAccess = {
    server: `https://${address.host}`,
    caPem: caPem || undefined,
    insecureSkipTlsVerify: false,
    credentials: async (signal) => ({ authorization: `Bearer ${await tokenFor(cluster, token, signal)}` }),
  }
  return collected(access, options.now())
}

function addressOf(record: GkeRecord, { hasPath, preferIp }: GkeConnectorOptions): Address | undefined {
  const { dns, publicIp, privateIp } = controlPlaneOf(record)
  const reaches = (host: string): boolean => hasPath?.(host, 443) === true
  const byName =
    dns && (dns.external || reaches(dns.host)) ? { host: dns.host, authority: 'system' as const } : undefined
  const ip = publicIp ?? (privateIp && reaches(privateIp) ? privateIp : undefined)
  const byIp = ip ? { host: ip, authority: 'cluster' as const } : undefined
  return preferIp ? (byIp ?? byName) : (byName ?? byIp)
}

function unreachable(cluster: Cluster, record: GkeRecord): Section<ApiAccess> {
  const { privateIp, dns } = controlPlaneOf(record)
  const host = privateIp ?? dns?.host
  if (host) return privateEndpoint(host, `${cluster.id}: its API server has no address outside its network`)
  return failed('malformed', `${cluster.id}: the cloud names no address of its API server`)
}

function authorityOf(record: GkeRecord): string | undefined {
  const pem = Buffer.from(record.masterAuth?.clusterCaCertificate ?? '', 'base64').toString()
  return pem.startsWith('-----BEGIN CERTIFICATE-----') ? pem : undefined
}

async function tokenFor(cluster: Cluster, token: GoogleToken, signal: AbortSignal): Promise<string> {
  try {
    return await token(signal)
  } catch (error) {
    const { cause, detail, grant } = googleFailure(error, cluster.id, 'container.clusters.get', signal)
    throw new AuditorError('collect', detail, { reason: cause, grant, cause: error })
  }
}
