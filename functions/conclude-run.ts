import { concludeRun } from '@fleet-auditor/audit/fan-out/conclude-run.ts'
import { fleetChecks, ruleSet } from '@fleet-auditor/checks/registry.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import { RunEvent } from './run/events.ts'
import { runFigures } from './run/run-figures.ts'
import { step } from './step.ts'

/** Closes the run, whatever happened before. */
export const handler = step('conclude-run', RunEvent, async ({ run }, { fleet, store, clock, log, emit }) => {
  const options = { fleet, fleetChecks, ruleSet: canonical(ruleSet) }
  const ports = { store, ledger: store.ledger, latency: store.latency, clock }
  const { state, counts, partial } = await concludeRun(run, options, ports)
  log({ kind: 'run-ended', state, partial, counts })
  emit(runFigures({ state, counts }))
  return { run, state }
})
