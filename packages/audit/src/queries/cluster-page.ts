import type { Check } from '@fleet-auditor/checks/define.ts'
import type { ChecklistGroup } from '@fleet-auditor/model/checklist.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import type { StoredVerdict, VerdictWord } from '@fleet-auditor/model/verdict.ts'
import type { Clock } from '../ports/clock.ts'
import type { FleetStore } from '../ports/fleet-store.ts'
import type { Head, AuditRecord, RegisteredCluster } from '../ports/store.ts'

/** What one check answered for the cluster in its last run; `verdict` is the gravest of its answers. */
export interface CheckAnswers {
  readonly check: string
  readonly verdict: VerdictWord
  readonly answers: readonly StoredVerdict[]
}

export interface ClusterPage {
  readonly registered: RegisteredCluster
  readonly head?: Head
  /** When what is shown was seen, and how old that is in whole minutes. */
  readonly snapshot?: { readonly takenAt: string; readonly ageMinutes: number; readonly hash?: string }
  /** Absent: no record of this cluster is stored. */
  readonly record?: AuditRecord
  readonly groups: readonly { readonly group: ChecklistGroup; readonly checks: readonly CheckAnswers[] }[]
  /** Newest first. */
  readonly history: readonly AuditRecord[]
}

const nightsShown = 14

/** One cluster as it stood after its last run that counts: a record that lost to a newer one is history only. */
export async function clusterPage(
  registered: RegisteredCluster,
  checks: readonly Check[],
  { store, clock }: { readonly store: FleetStore; readonly clock: Clock },
): Promise<ClusterPage> {
  const target: Target = { kind: 'cluster', key: registered.key }
  const [{ head }, history] = await Promise.all([store.readState(target), store.pages.records(target, nightsShown)])
  const record = history.find(({ row }) => row.outcome !== 'superseded')
  const snapshot = head && snapshotOf(head, clock.now())
  return {
    registered,
    head,
    snapshot,
    record,
    groups: record ? byGroup(record.verdicts, checks) : [],
    history,
  }
}

/** While the cluster cannot be read, HEAD moves on and what was seen stays as of `staleSince`. */
function snapshotOf(head: Head, now: string): ClusterPage['snapshot'] {
  const takenAt = head.staleSince ?? head.takenAt
  const ageMinutes = Math.max(0, Math.floor((Date.parse(now) - Date.parse(takenAt)) / 60_000))
  return { takenAt, ageMinutes, hash: head.snapshotHash }
}

const gravest: readonly VerdictWord[] = ['fail', 'unknown', 'pass', 'not-applicable']

/** In the order of the catalogue. Verdicts of a check that is no longer in it have no group to stand in. */
function byGroup(verdicts: readonly StoredVerdict[], checks: readonly Check[]): ClusterPage['groups'] {
  const ofCheck = Map.groupBy(verdicts, ({ check }) => check)
  const groups = new Map<ChecklistGroup, CheckAnswers[]>()
  for (const { id, group } of checks) {
    const answers = ofCheck.get(id)
    if (!answers) continue
    const verdict = gravest.find((word) => answers.some((answer) => answer.verdict === word)) ?? 'unknown'
    groups.set(group, [...(groups.get(group) ?? []), { check: id, verdict, answers }])
  }
  return [...groups].map(([group, answered]) => ({ group, checks: answered }))
}
