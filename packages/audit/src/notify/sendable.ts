import type { OutboxMessage } from '@fleet-auditor/model/outbox-message.ts'
import type { Delivery, MessageSearch } from '../ports/messenger.ts'

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
