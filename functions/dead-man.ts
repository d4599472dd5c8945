import { createPublisher } from '@fleet-auditor/adapters/aws/publish.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { z } from 'zod'
import { lastCompleteRun, type LastCompleteRun } from './run/last-complete-run.ts'
import { stepWith } from './run/step-with.ts'
import { readSettings } from './wiring/environment.ts'

const Settings = z.object({
  DEAD_MAN_URL: z.string(),
  DEAD_MAN_TOKEN: z.string().optional(),
  DEAD_MAN_TOPIC: z.string().optional(),
  DEAD_MAN_HOURS: z.coerce.number().positive().default(26),
})

const wireDeadMan = async () => {
  const settings = readSettings(Settings)
  return async () => ({ settings, emit: undefined })
}

/**
 * Asks the auditor's API from outside, from another account if need be, whether runs still complete. If they do not, it
 * publishes the reason to a topic and fails, so that an alarm on this function's errors reports it too.
 */
export const handler = stepWith(wireDeadMan)('dead-man', z.unknown(), async (_, { settings, log }) => {
  const { DEAD_MAN_URL: url, DEAD_MAN_TOKEN: token, DEAD_MAN_TOPIC: topic, DEAD_MAN_HOURS: hours } = settings
  const last = await lastCompleteRun(url, token)
  const heartbeat = heartbeatOf(last, hours)
  log({ kind: 'dead-man', ...heartbeat, run: last.run })
  if (heartbeat.alive) return heartbeat
  if (topic !== undefined) {
    await createPublisher()(topic, 'Fleet auditor: no complete run', `${heartbeat.why}\n${url}\n`)
  }
  throw new AuditorError('internal', heartbeat.why, { place: url, remedy: 'see docs/deploy.md: when nothing arrives' })
})

type Heartbeat = { readonly alive: true; readonly ageHours: number } | { readonly alive: false; readonly why: string }

/** An API that cannot be asked is as dead as a run that is too old. */
function heartbeatOf({ endedAt, failure }: LastCompleteRun, hours: number): Heartbeat {
  if (failure !== undefined) return { alive: false, why: `the auditor cannot be asked: ${failure}` }
  if (endedAt === undefined) return { alive: false, why: 'the fleet was never read as a whole' }
  const ageHours = (Date.now() - Date.parse(endedAt)) / 3_600_000
  if (ageHours <= hours) return { alive: true, ageHours }
  return { alive: false, why: `the last complete run ended ${Math.floor(ageHours)} hours ago (${endedAt})` }
}
