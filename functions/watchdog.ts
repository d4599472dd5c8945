import { errorText } from '@fleet-auditor/audit/error-text.ts'
import { superviseRuns } from '@fleet-auditor/audit/fan-out/supervise-runs.ts'
import { allEnabled } from '@fleet-auditor/audit/run-context.ts'
import { ruleSet } from '@fleet-auditor/checks/registry.ts'
import { z } from 'zod'
import { notifyOne } from './run/notify-one.ts'
import { emitFigures } from './run/run-figures.ts'
import { stepWith, type Call } from './run/step-with.ts'
import { wireNotifiers, type WithNotifiers } from './wiring/notify.ts'

const hourMs = 3_600_000
/** Longer than the state machine may take (infra/state-machine/states.ts, machineSeconds): what runs longer has died. */
export const overdueMs = 12.5 * hourMs
const stalenessMs = 24 * hourMs

/** Closes runs that died, notifies of what was not delivered, and reports how old the last complete run is. */
export const handler = stepWith(wireNotifiers)('watchdog', z.unknown(), async (_, deps) => {
  const { fleet, store, clock, log, emit } = deps
  const context = { fleet, checks: allEnabled, rules: ruleSet }
  const supervised = await superviseRuns({ overdueMs, stalenessMs }, context, { store, clock })
  const { closed, failures, ageHours, undelivered } = supervised
  if (ageHours !== undefined) emit({ RunAgeHours: ageHours })
  const unmeasured: unknown[] = []
  for (const run of closed) {
    log({ kind: 'run-overdue', run: run.id, state: run.state })
    unmeasured.push(...(await emitFigures(run, store, emit)))
  }
  throwAll([...failures, ...unmeasured, ...(await failuresToNotify(undelivered, deps))])
  return { closed: closed.map(({ id }) => id) }
})

/** Every one is tried. */
async function failuresToNotify(runs: readonly string[], deps: WithNotifiers & Call): Promise<unknown[]> {
  const failures: unknown[] = []
  for (const run of runs) await notifyOne(run, deps).catch((error: unknown) => failures.push(error))
  return failures
}

/** At the end of the work, so that one that stays broken holds up nothing else. */
function throwAll(failures: readonly unknown[]): void {
  if (failures.length > 1) throw new AggregateError(failures, failures.map(errorText).join('; '))
  if (failures.length > 0) throw failures[0]
}
