import { concludeRun } from '@fleet-auditor/audit/fan-out/conclude-run.ts'
import { allEnabled } from '@fleet-auditor/audit/run-context.ts'
import { ruleSet } from '@fleet-auditor/checks/registry.ts'
import { RunEvent } from './run/events.ts'
import { runFigures } from './run/run-figures.ts'
import { step } from './wiring/table.ts'

/** Closes the run, whatever happened before. */
export const handler = step('conclude-run', RunEvent, async ({ run }, { fleet, store, clock, log, emit }) => {
  const context = { fleet, checks: allEnabled, rules: ruleSet }
  const ended = await concludeRun({ run }, context, { store, clock })
  const { state, counts, partial } = ended
  log({ kind: 'run-ended', state, partial, counts })
  emit(await runFigures(ended, store))
  return { run, state }
})
