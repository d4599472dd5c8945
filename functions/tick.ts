import { createExecutionStarter } from '@fleet-auditor/adapters/aws/start-execution.ts'
import { scheduledMinute, runIdOf } from '@fleet-auditor/audit/fan-out/run-id.ts'
import { readFleet } from './bundled-fleet.ts'
import { clock } from './clock.ts'
import { variable } from './environment.ts'
import { parseEvent, TickEvent } from './events.ts'
import { logged, logOf } from './log.ts'

/** Starts the night's execution. Fired twice for one minute, the second finds it started. */
export async function handler(event: unknown): Promise<{ run: string; started: boolean }> {
  return logged({ function: 'tick' }, async () => {
    const tick = parseEvent(TickEvent, event)
    const { fleet } = await readFleet()
    const run = runIdOf(scheduledMinute(tick?.scheduledTime, clock.now()), fleet)
    const starter = createExecutionStarter({ stateMachine: variable('STATE_MACHINE_ARN') })
    const outcome = await starter.start(run, { scopes: [], clusters: [] })
    logOf({ function: 'tick', run })({ kind: 'run-started', outcome })
    return { run, started: outcome === 'started' }
  })
}
