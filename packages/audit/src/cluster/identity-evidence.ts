import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Sections } from '@fleet-auditor/model/snapshot.ts'
import { z } from 'zod'
import { shortHash } from '../hash.ts'
import type { ApiAccess } from '../ports/connector.ts'
import type { Head } from '../ports/store.ts'

/** What distinguishes incarnations: the kube-system UID, and the cloud's own identity (`life`). */
export interface ClusterIdentity {
  readonly uid?: string
  readonly life?: string
}

/** Which incarnation of the cluster answered. `refused`: another cluster answers at this one's address. */
export type Incarnation =
  | { readonly kind: 'first' | 'same' | 'rebuilt'; readonly number: number }
  | { readonly kind: 'refused'; readonly number: number; readonly detail: string }

/**
 * Both identities new: rebuilt. The UID new while the cloud reports the same cluster: another one answers, and
 * nothing it answers is believed. A kubeconfig context has no cloud to ask: there a new UID alone is a new incarnation.
 * What was not read proves nothing.
 */
export function incarnationOf(head: Head | undefined, now: ClusterIdentity): Incarnation {
  if (!head) return { kind: 'first', number: 1 }
  const uidChanged = head.uid !== undefined && now.uid !== undefined && head.uid !== now.uid
  const lifeChanged = head.life !== undefined && now.life !== undefined && head.life !== now.life
  if (!uidChanged) return { kind: 'same', number: head.incarnation }
  if (lifeChanged || (head.life === undefined && now.life === undefined)) {
    return { kind: 'rebuilt', number: head.incarnation + 1 }
  }
  const detail =
    `the API server that answered is another cluster: kube-system UID ${now.uid ?? ''}, in the last run ${head.uid ?? ''}, ` +
    'while the cloud knows of no new cluster; check the address and credentials of this source'
  return { kind: 'refused', number: head.incarnation, detail }
}

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
