import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import type { Sections } from '@fleet-auditor/model/snapshot.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import type { Ports } from '../ports/ports.ts'
import type { LastResult } from '../results/compare-with-last.ts'
import type { ClusterSnapshot } from './collect-cluster.ts'
import { refusedSections } from './failed-sections.ts'
import {
  claimOf,
  claimText,
  incarnationOf,
  isSamePeer,
  peerEvidence,
  type Claim,
  type ClusterIdentity,
  type Incarnation,
} from './identity-evidence.ts'

/** A cluster before this run, and which incarnation of it this run sees. */
export interface Before extends LastResult {
  readonly incarnation: Incarnation
  readonly identity: ClusterIdentity
  /** An earlier run read its identity. */
  readonly reachedBefore: boolean
}

/**
 * Which cluster answered: itself, its next incarnation, another one, or one that is audited under another name; of the
 * latter two nothing in the snapshot is believed. A UID is a claim: where another cluster made it first, this one is an
 * alias only if authority and nodes are the same. Else it is audited as the cluster it is reached as, and its UID is
 * contested.
 */
export async function identify(
  snapshot: ClusterSnapshot,
  target: Target,
  last: LastResult,
  { store }: Pick<Ports, 'store'>,
): Promise<{ readonly snapshot: ClusterSnapshot; readonly before: Before }> {
  const { head } = last
  const now = identityIn(snapshot.sections)
  const incarnation = incarnationOf(head, now)
  // What was not read in this run stays as it was known.
  const known = { uid: head?.uid, life: head?.life }
  const before = { ...last, incarnation, identity: known, reachedBefore: known.uid !== undefined }
  if (incarnation.kind === 'refused') return { snapshot: refused(snapshot, incarnation.detail, 'failed'), before }
  const identity = { uid: now.uid ?? known.uid, life: now.life ?? known.life }
  const identified = { snapshot, before: { ...before, identity } }
  // A UID in HEAD is this cluster's own claim: no need to ask again in every run.
  if (now.uid === undefined || now.uid === head?.uid) return identified
  const own = { key: target.key, ...peerEvidence(snapshot.sections) }
  const first = claimOf(await store.claimUid(now.uid, claimText(own)))
  if (first.key === target.key) return identified
  if (isSamePeer(own, first) || isSamePeer(own, await lastEvidence(first, store))) {
    const detail = `the same cluster (kube-system UID ${now.uid}) is audited under another locator`
    return { snapshot: refused(snapshot, detail, 'alias'), before }
  }
  return {
    snapshot: contested(snapshot, now.uid),
    // The UID is not its own, so that the next run asks again, and no rebuilt cluster follows from it.
    before: { ...before, incarnation: { kind: head ? 'same' : 'first', number: head?.incarnation ?? 1 } },
  }
}

/** What the claimant showed when it was read last: its nodes are others by and by. */
async function lastEvidence({ key }: Claim, store: Ports['store']): Promise<Omit<Claim, 'key'>> {
  const { head } = await store.readState({ kind: 'cluster', key })
  const stored = head?.snapshotHash === undefined ? undefined : await store.readSnapshot(head.snapshotHash)
  return stored ? peerEvidence(stored.sections) : {}
}

/** Nothing of it is believed, and it is not probed. */
function refused(snapshot: ClusterSnapshot, detail: string, outcome: 'failed' | 'alias'): ClusterSnapshot {
  const { access: _, ...rest } = snapshot
  const { id } = snapshot.row
  const cause = outcome === 'failed' ? 'malformed' : undefined
  const row: LedgerRow = { id, kind: 'cluster', outcome, cause, detail }
  const sections = refusedSections(snapshot.sections, failed('malformed', detail))
  return { ...rest, sections, row }
}

const remedy =
  'where both are one cluster, name it once under sources; where this one was restored from a copy of the other, ' +
  'give it a control plane of its own; else find out which of the two is an impostor'

/** All but its identity is believed. A cluster that was not read ends as it did. */
function contested(snapshot: ClusterSnapshot, uid: string): ClusterSnapshot {
  const { row, sections } = snapshot
  const detail = `another cluster of the fleet shows the same kube-system UID ${uid}, with another authority or other nodes`
  const kubeSystem = failed('contested', detail, { kind: 'action', sentence: remedy })
  const isRead = row.outcome === 'audited'
  return {
    ...snapshot,
    sections: { ...sections, kubeSystem },
    row: isRead ? { ...row, outcome: 'contested', cause: 'contested', detail: `${detail}: ${remedy}` } : row,
  }
}

function identityIn(sections: Sections): ClusterIdentity {
  const { kubeSystem, cloud } = sections
  return {
    uid: kubeSystem.status === 'collected' ? kubeSystem.value.uid || undefined : undefined,
    life: cloud.status === 'collected' ? cloud.value.life || undefined : undefined,
  }
}
