import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { LedgerRow, Run, RunSummary } from '@fleet-auditor/model/run.ts'
import { digestOf } from '@fleet-auditor/report/digest.ts'

const lookBack = 50

/**
 * Closes as incomplete what is still called running: this process holds the store alone, so that nobody works on it.
 * `except`: the run that is begun again. What was stored of their clusters stands.
 */
export async function closeDeadRuns(
  store: Pick<FleetStore, 'listRuns' | 'closeRun' | 'ledger'>,
  now: string,
  except: string | undefined,
  why = 'the process that audited ended before the run did',
): Promise<readonly RunSummary[]> {
  const dead = (await store.listRuns(lookBack)).filter(({ id, state }) => state === 'running' && id !== except)
  for (const run of dead) {
    const row: LedgerRow = {
      id: run.id,
      kind: 'step',
      outcome: 'failed',
      cause: 'terminated-early',
      detail: why,
    }
    const closed: Run = { ...run, state: 'incomplete', endedAt: now, ledger: [row] }
    await store.ledger.putDigest(run.id, digestOf({ run: closed, summaries: [] }))
    await store.closeRun(closed)
  }
  return dead
}
