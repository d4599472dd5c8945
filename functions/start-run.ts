import { startRun } from '@fleet-auditor/audit/fan-out/start-run.ts'
import { ruleSet } from '@fleet-auditor/checks/registry.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import { StartRunEvent } from './run/events.ts'
import { step } from './step.ts'

/** Opens the run. `over`: it has ended before. */
export const handler = step('start-run', StartRunEvent, async ({ run, selection }, { fleet, store, clock }) => {
  const start = { run, fleet, ruleSet: canonical(ruleSet), selection }
  const { over, workers } = await startRun(start, { store, ledger: store.ledger, clock })
  return { run, over, workers: workers.map((worker) => ({ run, worker })) }
})
