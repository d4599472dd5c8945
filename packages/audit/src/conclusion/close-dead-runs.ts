import type { LedgerRow, Run, RunSummary } from '@fleet-auditor/model/run.ts'
import { digestOf } from '@fleet-auditor/report/digest/digest.ts'
import type { Clock } from '../ports/clock.ts'
import type { FleetStore } from '../ports/fleet-store.ts'

/** Runs looked through, newest first; as many again for as long as the older half holds one that is dead. */
const lookBack = 50

interface DeadRuns {
  /** The run that is started again, and is not dead. */
  readonly except?: string
  /** Why the others ended, for people. */
  readonly why?: string
}

interface DeadRunPorts {
  readonly store: Pick<FleetStore, 'listRuns' | 'closeRun' | 'ledger'>
  readonly clock: Clock
}

/**
 * Closes as incomplete what is still running: this process holds the store alone, so that no other one works on it.
 * What was stored of their clusters stands.
 */
export async function closeDeadRuns(
  { except, why = 'the process that audited ended before the run did' }: DeadRuns,
  { store, clock }: DeadRunPorts,
): Promise<readonly RunSummary[]> {
  const dead = (await runningOf(store, lookBack)).filter(({ id }) => id !== except)
  for (const run of dead) {
    const row: LedgerRow = {
      id: run.id,
      kind: 'step',
      outcome: 'failed',
      cause: 'terminated-early',
      detail: why,
    }
    const closed: Run = { ...run, state: 'incomplete', endedAt: clock.now(), ledger: [row] }
    await store.ledger.putDigest(run.id, digestOf({ run: closed, summaries: [] }))
    await store.closeRun(closed)
  }
  return dead
}

/** Every process that writes closes what died before it, so that what is still running lies among the newest. */
async function runningOf(store: Pick<FleetStore, 'listRuns'>, limit: number): Promise<RunSummary[]> {
  const runs = await store.listRuns(limit)
  const isRunning = ({ state }: RunSummary): boolean => state === 'running'
  const goesOn = runs.length === limit && runs.slice(limit / 2).some(isRunning)
  return goesOn ? runningOf(store, limit * 2) : runs.filter(isRunning)
}
