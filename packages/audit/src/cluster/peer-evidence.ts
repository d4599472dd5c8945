import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Sections } from '@fleet-auditor/model/snapshot.ts'
import { z } from 'zod'
import { shortHash } from '../hash.ts'
import type { ApiAccess } from '../ports/connector.ts'

/** Who claims a kube-system UID, and what distinguishes that cluster from another one that shows the same UID. */
const Claim = z.object({ key: z.string(), authority: z.string().optional(), nodes: z.string().optional() })
export type Claim = z.infer<typeof Claim>

export const claimText = (claim: Claim): string => canonical(claim)
export const claimOf = (text: string): Claim => Claim.parse(JSON.parse(text))

/**
 * What a cluster shows beside its UID, which anybody may show: the authority that its API server is certified by, and its
 * nodes.
 */
export function peerEvidence({ connection, nodes }: Sections): Omit<Claim, 'key'> {
  return {
    authority: connection.status === 'collected' ? connection.value.authority : undefined,
    nodes: nodes.status === 'collected' && nodes.value.count > 0 ? nodesOf(nodes.value) : undefined,
  }
}

/** One node's providerID is of one cluster; without a cloud, the number and addresses of all of them. */
const nodesOf = ({ providerID, count, external }: Extract<Sections['nodes'], { status: 'collected' }>['value']) =>
  providerID ?? shortHash(canonical({ count, external }))

/** Only what both show counts, and both parts must agree: what is not known proves nothing. */
export const isSamePeer = (a: Omit<Claim, 'key'>, b: Omit<Claim, 'key'>): boolean =>
  a.authority !== undefined && a.authority === b.authority && a.nodes !== undefined && a.nodes === b.nodes

/** A connection with the hash of the cluster's own authority, where that was proven. */
export function withAuthority(
  connection: Sections['connection'],
  { caPem, server, insecureSkipTlsVerify }: Pick<ApiAccess, 'caPem' | 'server' | 'insecureSkipTlsVerify'>,
): Sections['connection'] {
  // A proxy in front of many clusters has paths for them, and its own authority for all.
  const isOwn = caPem !== undefined && !insecureSkipTlsVerify && new URL(server).pathname === '/'
  if (connection.status === 'failed' || !isOwn) return connection
  return { ...connection, value: { ...connection.value, authority: authorityOf(caPem) } }
}

const certificate = /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g

/** Whatever the order of its certificates and the breaks of its lines. Undefined for a text without any. */
function authorityOf(pem: string): string | undefined {
  const certificates = [...pem.matchAll(certificate)].map(([, base64 = '']) => base64.replaceAll(/\s/g, ''))
  return certificates.length === 0 ? undefined : shortHash(certificates.toSorted().join(' '))
}
