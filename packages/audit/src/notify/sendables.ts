import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { OutboxMessage } from '@fleet-auditor/model/outbox-message.ts'
import { shortHash } from '../hash.ts'
import type { Delivery, MessageSearch, Messenger, OutgoingMessage, Pager } from '../ports/messenger.ts'
import type { PlannedMessage } from './planned-messages.ts'

/** The outbox's name of a message, for ever. */
const keyOf = (series: string, part: string, destination: string): string => `${series}/${part}/${destination}`

type Part = Pick<PlannedMessage, 'series' | 'part' | 'destination'> & {
  readonly message: Pick<OutgoingMessage, 'text' | 'blocks'>
  readonly thread?: string
}

/** A message for Slack: with a bot it can be found and updated, by a webhook only posted. */
export function slackSendable(run: string, planned: Part, messenger: Messenger): Sendable {
  const { series, part, destination, message, thread } = planned
  const { text, blocks } = message
  const contentHash = shortHash(canonical([text, blocks]))
  const inThread = thread === undefined ? {} : { thread }
  const outgoing: OutgoingMessage = { text, blocks, mark: { run: series, part, contentHash }, ...inThread }
  const base = { key: keyOf(series, part, destination), run, part, destination, contentHash }
  if (messenger.kind === 'webhook') return { ...base, post: () => messenger.post(outgoing) }
  return {
    ...base,
    post: () => messenger.post(destination, outgoing),
    find: (since) => messenger.find(destination, outgoing.mark, since, thread),
    update: (receipt) => messenger.update(destination, receipt, outgoing),
  }
}

/** A page: at least once, with its run. Its client retries; what fails after that is reported, not tried again. */
export function pageSendable(
  run: string,
  topic: string,
  { subject, message }: { readonly subject: string; readonly message: string },
  pager: Pager,
): Sendable {
  const contentHash = shortHash(message)
  return {
    key: keyOf(run, 'critical', topic),
    run,
    part: 'critical',
    destination: topic,
    contentHash,
    post: () =>
      pager(topic, subject, message).then(
        (receipt) => ({ outcome: 'sent', receipt }),
        (error: unknown) => ({ outcome: 'refused', detail: error instanceof Error ? error.message : String(error) }),
      ),
  }
}

/** A message as its sender sees it, whatever carries it. */
export interface Sendable extends Pick<OutboxMessage, 'key' | 'run' | 'part' | 'destination'> {
  readonly contentHash: string
  post(): Promise<Delivery>
  /** Absent: what was sent is never seen again, and an unsure attempt is repeated. */
  find?(since: string): Promise<MessageSearch>
  /** Absent: what was sent stays as it is. */
  update?(receipt: string): Promise<Delivery>
}

export type SendEnd =
  | { readonly outcome: 'sent' | 'updated' | 'already'; readonly receipt?: string }
  | { readonly outcome: 'refused' | 'undelivered'; readonly detail: string }
