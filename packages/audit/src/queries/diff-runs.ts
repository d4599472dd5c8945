import { materialOf } from '@fleet-auditor/checks/evidence.ts'
import { findCheck } from '@fleet-auditor/checks/registry.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { RunSummary } from '@fleet-auditor/model/run.ts'
import { subjectOf, type StoredVerdict } from '@fleet-auditor/model/verdict.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import { endedRuns } from './last-complete.ts'

/** How one subject's answer differs between two runs. */
export interface VerdictChange {
  readonly cluster: string
  readonly check: string
  readonly before?: StoredVerdict
  readonly after?: StoredVerdict
}

interface RunDiff {
  readonly from: string
  readonly to: string
  readonly changes: readonly VerdictChange[]
  /** Clusters that only one of the two runs looked at; they are not compared. */
  readonly onlyIn: Readonly<Record<'from' | 'to', readonly string[]>>
}

/** The verdicts of two runs against each other; without names, of the last two. */
export async function diffRuns(
  names: readonly string[],
  { store, clock }: { readonly store: Store; readonly clock: Clock },
): Promise<RunDiff> {
  const [from, to] = names.length === 2 ? names : await lastTwo({ store, clock })
  if (from === undefined || to === undefined) {
    throw new AuditorError('usage', 'two runs are needed, and the store has fewer', {
      remedy: 'run fleet-auditor audit again',
    })
  }
  const [earlier, later] = [await storedRun(from, store), await storedRun(to, store)]
  const [before, after] = [await byCluster(earlier, later, store), await byCluster(later, earlier, store)]
  const changes: VerdictChange[] = []
  for (const [cluster, verdicts] of after) {
    const known = before.get(cluster)
    if (known) for (const change of changed(cluster, known, verdicts)) changes.push(change)
  }
  const missing = (these: Map<string, unknown>, those: Map<string, unknown>): string[] =>
    [...these.keys()].filter((cluster) => !those.has(cluster))
  return { from, to, changes, onlyIn: { from: missing(before, after), to: missing(after, before) } }
}

async function lastTwo(reading: Parameters<typeof endedRuns>[0]): Promise<[string?, string?]> {
  const [newest, earlier] = await endedRuns(reading)
  return newest && earlier ? [earlier.id, newest.id] : []
}

async function storedRun(id: string, store: Store): Promise<RunSummary> {
  const run = await store.readRunSummary(id)
  if (run) return run
  throw new AuditorError('usage', `no run is called ${id}`, { remedy: 'list them with: fleet-auditor runs' })
}

/** Without the answers of checks that the other run was not asked for: their absence there is no change. */
async function byCluster(
  run: RunSummary,
  { checks }: RunSummary,
  store: Store,
): Promise<Map<string, readonly StoredVerdict[]>> {
  const records = await store.readRecords(run.id)
  const comparable = (verdicts: readonly StoredVerdict[]) =>
    checks === undefined ? verdicts : verdicts.filter(({ check }) => checks.includes(check))
  return new Map(records.map(({ row, verdicts }) => [row.id, comparable(verdicts)]))
}

function changed(cluster: string, before: readonly StoredVerdict[], after: readonly StoredVerdict[]): VerdictChange[] {
  const key = (verdict: StoredVerdict): string => canonical([verdict.check, subjectOf(verdict) ?? null])
  const earlier = new Map(before.map((verdict) => [key(verdict), verdict]))
  const later = new Map(after.map((verdict) => [key(verdict), verdict]))
  const changes: VerdictChange[] = []
  for (const name of new Set([...earlier.keys(), ...later.keys()])) {
    const was = earlier.get(name)
    const is = later.get(name)
    if (was?.verdict === is?.verdict && was?.severity === is?.severity && material(was) === material(is)) continue
    const check = is?.check ?? was?.check ?? ''
    changes.push({ cluster, check, before: was, after: is })
  }
  return changes
}

/** Records are stored without it: what is material of a failure follows from its evidence. */
function material(verdict: StoredVerdict | undefined): string | undefined {
  if (verdict?.verdict !== 'fail') return undefined
  return materialOf(findCheck(verdict.check), verdict.evidence)
}
