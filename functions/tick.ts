import { createExecutionStarter } from '@fleet-auditor/adapters/aws/start-execution.ts'
import { runIdOf, scheduledMinute } from '@fleet-auditor/audit/fan-out/run-id.ts'
import { z } from 'zod'
import { TickEvent } from './run/events.ts'
import { stepWith, type Call } from './run/step-with.ts'
import { readSettings } from './wiring/environment.ts'
import { fleetVariables, readFleet } from './wiring/fleet.ts'

const wireTick = async () => {
  const settings = readSettings(z.object({ ...fleetVariables, STATE_MACHINE_ARN: z.string() }))
  const { fleet, clock, emitFor } = await readFleet(settings)
  const starter = createExecutionStarter({ stateMachine: settings.STATE_MACHINE_ARN })
  return async ({ context }: Call) => ({ fleet, clock, starter, emit: emitFor(context) })
}

/** Starts the execution of a scheduled run. Fired twice for one minute, the second finds it started. */
export const handler = stepWith(wireTick)('tick', TickEvent, async (tick, { fleet, clock, starter, log }) => {
  const run = runIdOf(scheduledMinute(tick?.scheduledTime, clock.now()), fleet.fleet)
  const outcome = await starter.start(run, { scopes: [], clusters: [] })
  log({ kind: 'run-started', run, outcome })
  return { run, started: outcome === 'started' }
})
