import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Digest } from '@fleet-auditor/model/digest.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { criticalText } from '@fleet-auditor/report/slack/slack-critical.ts'
import { mapConcurrent } from '../map-concurrent.ts'
import type { Clock } from '../ports/clock.ts'
import type { Messenger, Pager } from '../ports/messenger.ts'
import type { Outbox } from '../ports/outbox.ts'
import type { Progress } from '../ports/progress.ts'
import type { RunLedger } from '../ports/run-ledger.ts'
import { plannedMessages, type PlannedMessage } from './planned-messages.ts'
import { sendMessage, type Sending, type SendLimits } from './send-message.ts'
import { pageSendable, slackSendable, type Sendable, type SendEnd } from './sendables.ts'

export interface NotifyPorts {
  readonly ledger: Pick<RunLedger, 'readDigest'>
  readonly outbox: Outbox
  readonly clock: Clock
  /** Absent: nothing goes to Slack. */
  readonly messenger?: Messenger
  /** Absent: nothing goes to the topic of criticals. */
  readonly pager?: Pager
  readonly progress?: Progress
}

export type NotifyLimits = Omit<SendLimits, 'deadline'> & { readonly deadlineMs: number }

/** One request may take 10 s; a message is tried for two minutes, in the 300 s of its function. */
const usual: NotifyLimits = { deadlineMs: 120_000, leaseMs: 60_000, guardMs: 15_000, pauseMs: 1000 }

/** Slack limits the messages to one channel in a second: a team whose channel has to wait must not keep the others waiting. */
const teamsAtOnce = 4

/** Messages by what became of them, those of threads apart. */
export interface Notified {
  readonly sent: number
  readonly updated: number
  /** Delivery by an earlier call, as they would be now. */
  readonly already: number
}

/**
 * Sends the digest of a run to Slack and criticals to their topic, each message once; run again it sends what is
 * missing and updates what changed. Throws AuditorError once all were tried: `internal` where one could not be
 * delivered, `config` where no channel is named, `usage` where the run has no digest.
 */
export async function notifyRun(
  run: string,
  fleet: FleetFile,
  ports: NotifyPorts,
  limits: Partial<NotifyLimits> = {},
): Promise<Notified> {
  const digest = await ports.ledger.readDigest(run)
  if (!digest) throw noDigest(run)
  const { deadlineMs, ...rest } = { ...usual, ...limits }
  const deadline = new Date(Date.parse(ports.clock.now()) + deadlineMs).toISOString()
  const sending: Sending = { outbox: ports.outbox, clock: ports.clock, limits: { ...rest, deadline } }
  const ends = [...(await page(digest, fleet, ports, sending)), ...(await post(digest, fleet, ports, sending))]
  const failures = ends.flatMap(({ to, end }) => ('detail' in end ? [`${to}: ${end.detail}`] : []))
  for (const failure of failures) ports.progress?.({ kind: 'note', message: `not delivered: ${failure}` })
  if (failures.length > 0) throw notDelivered(run, failures, ends.length)
  const having = (outcome: SendEnd['outcome']): number => ends.filter(({ end }) => end.outcome === outcome).length
  return { sent: having('sent'), updated: having('updated'), already: having('already') }
}

interface Delivery {
  readonly to: string
  readonly end: SendEnd
}

async function page(digest: Digest, fleet: FleetFile, ports: NotifyPorts, sending: Sending): Promise<Delivery[]> {
  const { criticalTopic } = fleet.slack
  const text = criticalText(digest)
  if (!ports.pager || criticalTopic === undefined || !text) return []
  return [await deliver(pageSendable(digest.run.id, criticalTopic, text, ports.pager), sending)]
}

async function post(digest: Digest, fleet: FleetFile, ports: NotifyPorts, sending: Sending): Promise<Delivery[]> {
  const { messenger } = ports
  if (!messenger) return []
  if (messenger.kind === 'bot' && fleet.slack.channel === undefined) throw noChannel()
  const ends: Delivery[] = []
  const planned = plannedMessages(digest, fleet, messenger.kind)
  const send = (each: PlannedMessage): Promise<Delivery> => postWithDetails(digest.run.id, each, messenger, sending)
  for (const each of planned.filter(({ team }) => team === undefined)) ends.push(await send(each))
  const ofTeams = planned.filter(({ team }) => team !== undefined)
  return [...ends, ...(await mapConcurrent(ofTeams, teamsAtOnce, send))]
}

/** The thread follows its message: where one of its parts is not delivered, that is how the message ended. */
async function postWithDetails(
  run: string,
  planned: PlannedMessage,
  messenger: Messenger,
  sending: Sending,
): Promise<Delivery> {
  const main = await deliver(slackSendable(run, planned, messenger), sending)
  const thread = 'receipt' in main.end ? main.end.receipt : undefined
  if (thread === undefined) return main
  for (const [index, message] of planned.message.details.entries()) {
    const part = { ...planned, part: `${planned.part}, details ${index + 1}`, message, thread }
    const detail = await deliver(slackSendable(run, part, messenger), sending)
    if ('detail' in detail.end) return detail
  }
  return main
}

const deliver = async (message: Sendable, sending: Sending): Promise<Delivery> => ({
  to: `${message.destination} (${message.part})`,
  end: await sendMessage(message, sending),
})

const noDigest = (run: string): AuditorError =>
  new AuditorError('usage', `the run ${run} has no digest`, {
    place: `run ${run}`,
    remedy: 'it has not ended, or is not in this store: fleet-auditor runs lists what is there',
  })

/** A bot writes to the channels of the fleet file, and nowhere else. */
export const noChannel = (): AuditorError =>
  new AuditorError('config', 'a bot token is given, and no channel to write to', {
    place: 'slack.channel of the fleet file',
    remedy: 'set slack.channel to a channel id (C…), and invite the bot there',
  })

const notDelivered = (run: string, failures: readonly string[], of: number): AuditorError =>
  new AuditorError(
    'internal',
    [`${failures.length} of ${of} messages of the run ${run} were not delivered`, ...failures].join('\n'),
    {
      place: 'Slack',
      remedy: `fix what it names, then: fleet-auditor digest --run ${run} --slack`,
    },
  )
