import type { AnyClusterCheck } from '@fleet-auditor/checks/define.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { subjectOf, type StoredVerdict, type Verdict } from '@fleet-auditor/model/verdict.ts'
import { contextOf, judgeCluster } from '../cluster/judge-cluster.ts'
import type { AuditRecord, RegisteredCluster, Store } from '../ports/store.ts'

/** Nights looked back at. */
const historyLimit = 100

/** One stored night judged again by today's checks. */
export interface ReplayedNight {
  readonly cluster: string
  readonly verdicts: readonly Verdict[]
  /** Verdicts that were not there when the night was judged, and those that are no longer. */
  readonly added: readonly Verdict[]
  readonly removed: readonly StoredVerdict[]
}

export interface Replay {
  readonly nights: readonly ReplayedNight[]
  /** Clusters of the run whose snapshot is no longer kept. */
  readonly forgotten: readonly string[]
}

/** Run → its nights → snapshot: judges what was collected then by the checks of now. Reads no cluster. */
export async function replayRun(
  run: string,
  judging: { readonly checks: readonly AnyClusterCheck[]; readonly fleet: FleetFile },
  store: Store,
): Promise<Replay> {
  const registry = new Map((await store.readRegistry()).map((registered) => [registered.key, registered]))
  const nights: ReplayedNight[] = []
  const forgotten: string[] = []
  for (const night of await store.readRecords(run)) {
    if (night.target.kind !== 'cluster') continue
    const registered = registry.get(night.target.key)
    const replayed = registered && (await replayNight(night, registered, judging, store))
    if (replayed) nights.push(replayed)
    else forgotten.push(night.row.id)
  }
  return { nights, forgotten }
}

async function replayNight(
  night: AuditRecord,
  registered: RegisteredCluster,
  judging: { readonly checks: readonly AnyClusterCheck[]; readonly fleet: FleetFile },
  store: Store,
): Promise<ReplayedNight | undefined> {
  const snapshot = night.snapshotHash ? await store.readSnapshot(night.snapshotHash) : undefined
  if (!snapshot) return undefined
  const cluster: Cluster = registered.cluster
  const { takenAt, observations } = night
  const before = { takenAt, observations, reachedBefore: await reachedBefore(night, store) }
  const context = contextOf(cluster, snapshot.sections, before, judging)
  const verdicts = judgeCluster(snapshot.sections, context, judging)
  return { cluster: cluster.id, verdicts, ...difference(night.verdicts, verdicts) }
}

/** As it was then: whether some earlier night of this owner had read its identity. */
async function reachedBefore(night: AuditRecord, store: Store): Promise<boolean> {
  const nights = await store.readHistory(night.target, historyLimit)
  return nights.some(({ takenAt, row }) => takenAt < night.takenAt && row.outcome === 'audited')
}

function difference(
  before: readonly StoredVerdict[],
  after: readonly Verdict[],
): Pick<ReplayedNight, 'added' | 'removed'> {
  const key = (answer: StoredVerdict): string => {
    const cause = answer.verdict === 'unknown' ? answer.cause : null
    return canonical([answer.check, answer.verdict, answer.severity, subjectOf(answer) ?? null, cause])
  }
  const had = new Set(before.map(key))
  const has = new Set(after.map(key))
  return {
    added: after.filter((verdict) => !had.has(key(verdict))),
    removed: before.filter((verdict) => !has.has(key(verdict))),
  }
}
