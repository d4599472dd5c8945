import { startRun } from '@fleet-auditor/audit/fan-out/start-run.ts'
import { ruleSet } from '@fleet-auditor/checks/registry.ts'
import { StartRunEvent } from './run/events.ts'
import { step } from './wiring/table.ts'

/** Opens the run. `over`: it has ended before. */
export const handler = step('start-run', StartRunEvent, async ({ run, selection }, { fleet, store, clock }) => {
  const context = { run, startedAt: clock.now(), fleet, rules: ruleSet }
  const { over, workers } = await startRun({ selection }, context, { store })
  return { run, over, workers: workers.map((worker) => ({ run, worker })) }
})
