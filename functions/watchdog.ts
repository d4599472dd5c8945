import { superviseRuns } from '@fleet-auditor/audit/fan-out/supervise-runs.ts'
import { allEnabled } from '@fleet-auditor/audit/run-context.ts'
import { ruleSet } from '@fleet-auditor/checks/registry.ts'
import { z } from 'zod'
import { notifyOne } from './run/notify-one.ts'
import { runFigures } from './run/run-figures.ts'
import { stepWith, type Call } from './run/step-with.ts'
import { wireNotifiers, type WithNotifiers } from './wiring/notify.ts'

const hourMs = 3_600_000
/** Longer than the state machine may take (infra/state-machine/timeouts.ts, machineSeconds): what runs longer has died. */
export const overdueMs = 12.5 * hourMs
const stalenessMs = 24 * hourMs

/** Closes runs that died, notifies of what was not delivered, and reports how old the last complete run is. */
export const handler = stepWith(wireNotifiers)('watchdog', z.unknown(), async (_, deps) => {
  const { fleet, store, clock, log, emit } = deps
  const context = { fleet, checks: allEnabled, rules: ruleSet }
  const supervised = await superviseRuns({ overdueMs, stalenessMs }, context, { store, clock })
  const { closed, ageHours, undelivered } = supervised
  for (const run of closed) {
    log({ kind: 'run-overdue', run: run.id, state: run.state })
    emit(runFigures(run), { run: run.id })
  }
  if (ageHours !== undefined) emit({ RunAgeHours: ageHours })
  await notifyEach(undelivered, deps)
  return { closed: closed.map(({ id }) => id) }
})

/** Every one is tried; the first failure is thrown at the end. */
async function notifyEach(runs: readonly string[], deps: WithNotifiers & Call): Promise<void> {
  const failures: unknown[] = []
  for (const run of runs) await notifyOne(run, deps).catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}
