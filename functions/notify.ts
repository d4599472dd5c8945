import { parseEvent, RunEvent } from './events.ts'
import type { Invocation } from './invocation.ts'
import { logged } from './log.ts'
import { notified } from './notify-wiring.ts'
import { withWiring } from './wiring.ts'

/** Tells the run's digest, once. */
export async function handler(event: unknown, invocation: Invocation): Promise<{ run: string; sent: number }> {
  const { run } = parseEvent(RunEvent, event)
  return logged({ function: 'notify', run }, (log) => withWiring((wired) => notified(run, wired, log, invocation)))
}
