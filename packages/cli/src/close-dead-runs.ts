import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { LedgerRow, RunSummary } from '@fleet-auditor/model/run.ts'

const lookBack = 50

/**
 * Closes as incomplete what is still called running: this process holds the store alone, so that nobody works on it.
 * `except`: the run that is begun again. What was stored of their clusters stands.
 */
export async function closeDeadRuns(
  store: Pick<FleetStore, 'listRuns' | 'closeRun'>,
  now: string,
  except: string | undefined,
): Promise<readonly RunSummary[]> {
  const dead = (await store.listRuns(lookBack)).filter(({ id, state }) => state === 'running' && id !== except)
  for (const run of dead) {
    const row: LedgerRow = {
      id: run.id,
      kind: 'scope',
      outcome: 'failed',
      cause: 'terminated-early',
      detail: 'the process that audited ended before the run did',
    }
    await store.closeRun({ ...run, state: 'incomplete', endedAt: now, ledger: [row] })
  }
  return dead
}
