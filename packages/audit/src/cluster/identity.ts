import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import type { Sections } from '@fleet-auditor/model/snapshot.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import type { Ports } from '../ports/ports.ts'
import type { LastResult } from '../results/compare-with-last.ts'
import type { ClusterSnapshot } from './collect-cluster.ts'
import { refusedSections } from './failed-sections.ts'
import { incarnationOf, type ClusterIdentity, type Incarnation } from './incarnation.ts'

/** A cluster before this run, and which incarnation of it this run sees. */
export interface Before extends LastResult {
  readonly incarnation: Incarnation
  readonly identity: ClusterIdentity
  /** An earlier run read its identity. */
  readonly reachedBefore: boolean
}

/**
 * Finds out which cluster answered: itself, its next incarnation, another one, or one that is audited under another name. Of
 * the latter two nothing in the snapshot is believed.
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
  // What HEAD knows was claimed before: no need to ask again in every run.
  if (now.uid === undefined || now.uid === head?.uid) return identified
  const claimant = await store.claimUid(now.uid, target.key)
  if (claimant === target.key) return identified
  const detail = `the same cluster (kube-system UID ${now.uid}) is audited under another locator`
  return { snapshot: refused(snapshot, detail, 'alias'), before }
}

/** Nothing of it is believed, and it is not probed. */
function refused(snapshot: ClusterSnapshot, detail: string, outcome: 'failed' | 'alias'): ClusterSnapshot {
  const { access: _, ...rest } = snapshot
  const row: LedgerRow = { id: snapshot.row.id, kind: 'cluster', outcome, cause: 'malformed', detail }
  const sections = refusedSections(snapshot.sections, failed('malformed', detail))
  return { ...rest, sections, row }
}

function identityIn(sections: Sections): ClusterIdentity {
  const { kubeSystem, cloud } = sections
  return {
    uid: kubeSystem.status === 'collected' ? kubeSystem.value.uid || undefined : undefined,
    life: cloud.status === 'collected' ? cloud.value.life || undefined : undefined,
  }
}
