import type { RunSummary } from '@fleet-auditor/model/run.ts'
import type { ConcludeContext, ConcludePorts } from '../conclusion/conclude.ts'
import { concludeRun } from './conclude-run.ts'

/** Runs looked through at first, newest first; more while all of them are younger than the deadline. */
const lookBack = 50
const furthest = 3200

/**
 * Concludes runs that are past their deadline, oldest first: what is missing of them ends as `timeout`. One that cannot
 * be concluded does not keep the others open: its error is thrown where nothing else was closed, else the next time.
 */
export async function closeOverdue(
  /** Milliseconds after its start at which a run must have ended. */
  { overdueMs }: { readonly overdueMs: number },
  context: Omit<ConcludeContext, 'run' | 'startedAt'>,
  ports: ConcludePorts,
): Promise<RunSummary[]> {
  const missing = { cause: 'timeout', detail: `the run had not ended after ${overdueMs / 60_000} minutes` } as const
  const closed: RunSummary[] = []
  const failures: unknown[] = []
  for (const { id } of (await overdueRuns(overdueMs, ports)).toReversed()) {
    try {
      closed.push(await concludeRun({ run: id, missing }, context, ports))
    } catch (error) {
      failures.push(error)
    }
  }
  if (closed.length === 0 && failures.length > 0) throw failures[0]
  return closed
}

/** Many runs on demand may have begun since: as many are read as it takes to see twice the deadline. */
async function overdueRuns(overdueMs: number, { store, clock }: ConcludePorts): Promise<RunSummary[]> {
  const now = Date.parse(clock.now())
  const age = ({ startedAt }: RunSummary): number => now - Date.parse(startedAt)
  for (let limit = lookBack; ; limit *= 4) {
    const runs = await store.listRuns(limit)
    const oldest = runs.at(-1)
    const isDone = runs.length < limit || !oldest || age(oldest) > 2 * overdueMs || limit >= furthest
    if (isDone) return runs.filter((run) => run.state === 'running' && age(run) > overdueMs)
  }
}
