import { createPublisher } from '@fleet-auditor/adapters/aws/publish.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { clock } from './clock.ts'
import { lastCompleteNight } from './last-complete-night.ts'
import { optionalVariable, variable } from './environment.ts'
import { logged } from './log.ts'

const defaultHours = 26

/**
 * Asks the auditor's API from outside, from another account if need be, whether nights still happen. Whenever they do
 * not it says so to a topic and fails, so that an alarm on this function's errors tells it too.
 */
export async function handler(): Promise<{ alive: true; ageHours: number }> {
  return logged({ function: 'dead-man' }, async (log) => {
    const hours = Number(optionalVariable('DEAD_MAN_HOURS') ?? defaultHours)
    const url = variable('DEAD_MAN_URL')
    const seen = await lastCompleteNight(url, optionalVariable('DEAD_MAN_TOKEN'))
    const verdict = judge(seen, hours, clock.now())
    log({ kind: 'dead-man', ...verdict, run: seen.run })
    if (verdict.alive) return verdict
    const topic = optionalVariable('DEAD_MAN_TOPIC')
    if (topic) await createPublisher()(topic, 'Fleet auditor: no complete night', `${verdict.why}\n${url}\n`)
    throw new AuditorError('internal', verdict.why, { place: url, remedy: 'see docs/deploy.md: when nothing arrives' })
  })
}

type Seen = Awaited<ReturnType<typeof lastCompleteNight>>
type Verdict = { readonly alive: true; readonly ageHours: number } | { readonly alive: false; readonly why: string }

/** What cannot be asked is as dead as what is too old. */
function judge({ endedAt, failure }: Seen, hours: number, now: string): Verdict {
  if (failure !== undefined) return { alive: false, why: `the auditor cannot be asked: ${failure}` }
  if (endedAt === undefined) return { alive: false, why: 'the fleet was never read as a whole' }
  const ageHours = (Date.parse(now) - Date.parse(endedAt)) / 3_600_000
  if (ageHours <= hours) return { alive: true, ageHours }
  return { alive: false, why: `the last complete night ended ${Math.floor(ageHours)} hours ago (${endedAt})` }
}
