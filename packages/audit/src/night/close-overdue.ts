import type { RunSummary } from '@fleet-auditor/model/run.ts'
import type { Concluding, ConcludingPorts } from '../conclude-night.ts'
import { concludeRun } from './conclude-run.ts'

/** Runs looked through, newest first. */
const lookBack = 50

export interface Overdue extends Concluding {
  /** Milliseconds after its start at which a run must have ended. */
  readonly overdueMs: number
}

/** Concludes runs that are past their deadline, oldest first: what is missing of them ends as `timeout`. */
export async function closeOverdue(
  { overdueMs, ...concluding }: Overdue,
  ports: ConcludingPorts,
): Promise<RunSummary[]> {
  const now = Date.parse(ports.clock.now())
  const runs = await ports.store.listRuns(lookBack)
  const overdue = runs.filter(({ state, startedAt }) => state === 'running' && now - Date.parse(startedAt) > overdueMs)
  const missing = { cause: 'timeout', detail: `the run had not ended after ${overdueMs / 60_000} minutes` } as const
  const closed: RunSummary[] = []
  for (const { id } of overdue.toReversed()) closed.push(await concludeRun(id, { ...concluding, missing }, ports))
  return closed
}
