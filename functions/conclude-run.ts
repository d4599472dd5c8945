import { concludeRun } from '@fleet-auditor/audit/fan-out/conclude-run.ts'
import { allEnabled } from '@fleet-auditor/audit/run-context.ts'
import { ruleSet } from '@fleet-auditor/checks/registry.ts'
import { RunEvent } from './run/events.ts'
import { failureFields } from './run/redact-error.ts'
import { emitFigures } from './run/run-figures.ts'
import { step } from './wiring/table.ts'

/** Closes the run, whatever happened before. */
export const handler = step('conclude-run', RunEvent, async ({ run }, { fleet, store, clock, log, emit }) => {
  const context = { fleet, checks: allEnabled, rules: ruleSet }
  const ended = await concludeRun({ run }, context, { store, clock })
  const { state, counts, partial } = ended
  log({ kind: 'run-ended', state, partial, counts })
  // Closed is what the step is for, and people are notified behind it: figures that fail do not hold them up.
  for (const failure of await emitFigures(ended, store, emit)) {
    log({ kind: 'figures-failed', ...failureFields(failure) }, 'error')
  }
  return { run, state }
})
