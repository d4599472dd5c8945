import { canonical } from '@fleet-auditor/model/canonical.ts'
import { subjectOf, type StoredVerdict, type Verdict } from '@fleet-auditor/model/verdict.ts'
import { clusterTimeOf } from '../cluster/cluster-time.ts'
import { judgeCluster } from '../cluster/judge-cluster.ts'
import type { Ports } from '../ports/ports.ts'
import type { AuditRecord, RegisteredCluster } from '../ports/store.ts'
import type { RunContext } from '../run-context.ts'

/** Records looked back at. */
const historyLimit = 100

/** One stored snapshot judged again by today's checks. */
interface ReplayedCluster {
  readonly cluster: string
  readonly verdicts: readonly Verdict[]
  /** Verdicts that were not there when the run judged it, and those that are no longer. */
  readonly added: readonly Verdict[]
  readonly removed: readonly StoredVerdict[]
}

type Judged = Pick<ReplayedCluster, 'cluster' | 'verdicts'>

export interface Replay {
  readonly clusters: readonly ReplayedCluster[]
  /** Clusters of the run whose snapshot has expired. */
  readonly expired: readonly string[]
}

type ReplayContext = Pick<RunContext, 'run' | 'startedAt' | 'fleet' | 'checks'>

/** Run → its records → snapshots: judges what was collected then by the checks of now. Reads no cluster. */
export async function replayRun(
  { run, only = [] }: { readonly run: string; readonly only?: readonly string[] },
  context: ReplayContext,
  ports: Pick<Ports, 'store'>,
): Promise<Replay> {
  const registry = new Map((await ports.store.readRegistry()).map((registered) => [registered.key, registered]))
  const asked = only.length > 0 ? only : (await ports.store.readRunSummary(run))?.checks
  const clusters: ReplayedCluster[] = []
  const expired: string[] = []
  for (const record of await ports.store.readRecords(run)) {
    // A cluster that is gone was not read: there is nothing to judge again.
    if (record.target.kind !== 'cluster' || record.row.outcome === 'gone') continue
    const registered = registry.get(record.target.key)
    const replayed = registered && (await replayCluster(record, registered, context, ports))
    if (replayed) clusters.push(comparedWith(record, replayed, asked))
    else expired.push(record.row.id)
  }
  return { clusters, expired }
}

async function replayCluster(
  record: AuditRecord,
  { cluster }: RegisteredCluster,
  context: ReplayContext,
  ports: Pick<Ports, 'store'>,
): Promise<Judged | undefined> {
  const stored = record.snapshotHash ? await ports.store.readSnapshot(record.snapshotHash) : undefined
  if (!stored) return undefined
  const { takenAt, observations, row, incarnation } = record
  const scope = { provider: 'kubeconfig', contexts: [] } as const
  const snapshot = {
    found: { cluster, scope: { ...scope, contexts: [] } },
    sections: stored.sections,
    takenAt,
    clusterTime: clusterTimeOf(stored, takenAt),
    row,
  }
  const before = {
    head: undefined,
    findings: [],
    rules: undefined,
    incarnation: { kind: 'same', number: incarnation } as const,
    identity: {},
    reachedBefore: await reachedBefore(record, ports),
  }
  const { verdicts } = judgeCluster(snapshot, observations, before, context)
  return { cluster: cluster.id, verdicts }
}

/** `asked`: the only checks that are compared, since the run was asked for no others, or now no others are. */
function comparedWith(
  { verdicts: before }: AuditRecord,
  { cluster, verdicts }: Judged,
  asked: readonly string[] | undefined,
): ReplayedCluster {
  const isAsked = ({ check }: StoredVerdict): boolean => asked === undefined || asked.includes(check)
  return {
    cluster,
    verdicts: verdicts.filter(isAsked),
    ...difference(before.filter(isAsked), verdicts.filter(isAsked)),
  }
}

/**
 * As it was then: whether an earlier run had read the identity of this cluster. A cluster whose workloads may not be
 * listed shows it too; what such a run collected shows whether it did.
 */
async function reachedBefore({ target, takenAt }: AuditRecord, { store }: Pick<Ports, 'store'>): Promise<boolean> {
  const earlier = await store.pages.records(target, historyLimit, takenAt)
  if (earlier.some(({ row }) => row.outcome === 'audited')) return true
  for (const { row, snapshotHash } of earlier) {
    if (row.outcome !== 'partial' || snapshotHash === undefined) continue
    const kubeSystem = (await store.readSnapshot(snapshotHash))?.sections.kubeSystem
    if (kubeSystem?.status === 'collected') return true
  }
  return false
}

function difference(
  before: readonly StoredVerdict[],
  after: readonly Verdict[],
): Pick<ReplayedCluster, 'added' | 'removed'> {
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
