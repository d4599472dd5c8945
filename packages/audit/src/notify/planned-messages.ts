import type { Digest } from '@fleet-auditor/model/digest.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { digestOfTeam } from '@fleet-auditor/report/digest/digest-of-team.ts'
import { dayOf, hasNews, hasOwnNews, isHeartbeat } from '@fleet-auditor/report/digest/news.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import { slackCritical } from '@fleet-auditor/report/slack/slack-critical.ts'
import { slackDigest, type SlackMessage } from '@fleet-auditor/report/slack/slack-digest.ts'
import type { Messenger } from '../ports/messenger.ts'

/** One message to one place. `series`: what it is sent once for: the run, or the day of a heartbeat. */
export interface PlannedMessage {
  readonly series: string
  readonly part: string
  /** Channel id, or `webhook`. */
  readonly destination: string
  /** Whose part it is; absent: everybody's. */
  readonly team?: string
  readonly message: SlackMessage
}

/** The messages of a run to Slack, the most urgent first: opened criticals, the fleet's digest, each team's part. */
export function plannedMessages(digest: Digest, fleet: FleetFile, kind: Messenger['kind']): PlannedMessage[] {
  const whole = digestFor(digest, fleet, kind === 'bot' ? fleet.slack.channel : 'webhook')
  // A webhook writes to one channel, which gets all of it.
  if (kind === 'webhook') return whole.map((planned) => ({ ...planned, message: { ...planned.message, details: [] } }))
  return [...criticalsFor(digest, fleet), ...whole, ...teamParts(digest, fleet)]
}

const linkOf = ({ slack }: FleetFile): { link?: string } => (slack.link === undefined ? {} : { link: slack.link })

function criticalsFor(digest: Digest, fleet: FleetFile): PlannedMessage[] {
  const message = slackCritical(digest, linkOf(fleet))
  const destination = fleet.slack.criticalChannel
  // The fleet's channel gets the same at the same moment, criticals first.
  if (destination === fleet.slack.channel) return []
  return message && destination !== undefined ? [{ series: digest.run.id, part: 'critical', destination, message }] : []
}

function digestFor(digest: Digest, fleet: FleetFile, destination: string | undefined): PlannedMessage[] {
  if (destination === undefined) return []
  const planned = { part: 'digest', destination, message: slackDigest(digest, linkOf(fleet)) }
  if (hasNews(digest)) return [{ ...planned, series: digest.run.id }]
  // One message a day that all is well, however often the fleet is audited.
  const series = `heartbeat-${dayOf(digest.run, fleet.schedule.timeZone).date}`
  return isHeartbeat(digest, fleet) ? [{ ...planned, series }] : []
}

function teamParts(digest: Digest, fleet: FleetFile): PlannedMessage[] {
  const teams = new Map(fleet.teams.map(({ name, channel }) => [safeText(name), channel]))
  return [...teams].flatMap(([team, destination]) => {
    if (destination === undefined || destination === fleet.slack.channel) return []
    if (digest.baseline || !hasOwnNews(digestOfTeam(digest, team))) return []
    const message = slackDigest(digest, { team, ...linkOf(fleet) })
    return [{ series: digest.run.id, part: `digest of ${team}`, destination, team: team, message }]
  })
}
