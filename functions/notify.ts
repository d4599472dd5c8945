import { RunEvent } from './run/events.ts'
import { notifyOne } from './run/notify-one.ts'
import { stepWith } from './run/step-with.ts'
import { wireNotifiers } from './wiring/notify.ts'

/** Sends the run's digest, once. */
export const handler = stepWith(wireNotifiers)('notify', RunEvent, async ({ run }, deps) => notifyOne(run, deps))
