import type { LedgerRow, Run, RunSummary } from '@fleet-auditor/model/run.ts'
import { digestOf } from '@fleet-auditor/report/digest/digest.ts'
import type { Clock } from '../ports/clock.ts'
import type { FleetStore } from '../ports/fleet-store.ts'
import { furthest } from '../queries/last-complete.ts'

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
  // As far back as runs are listed: one may have died long before many others ended.
  const dead = (await store.listRuns(furthest)).filter(({ id, state }) => state === 'running' && id !== except)
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
