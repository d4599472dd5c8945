import type { SlackBlock } from '@fleet-auditor/report/slack/slack-blocks.ts'

/** What a message is known by in its channel, from whichever sender: it travels with it. */
export interface MessageMark {
  readonly run: string
  readonly part: string
  readonly contentHash: string
}

export interface OutgoingMessage {
  readonly text: string
  readonly blocks: readonly SlackBlock[]
  readonly mark: MessageMark
  /** Receipt of the message that it answers. */
  readonly thread?: string
}

/**
 * How one attempt ended. `not-sent`: surely not, and may be tried again, after `retryAfterMs` where the answer names one;
 * `unsure`: it may have arrived; `refused`: it never will as things are.
 */
export type Delivery =
  | { readonly outcome: 'sent'; readonly receipt?: string }
  | { readonly outcome: 'not-sent'; readonly detail: string; readonly retryAfterMs?: number }
  | { readonly outcome: 'unsure'; readonly detail: string }
  | { readonly outcome: 'refused'; readonly detail: string }

export type MessageSearch =
  | { readonly outcome: 'found'; readonly receipt: string; readonly contentHash: string }
  | { readonly outcome: 'absent' }
  | Exclude<Delivery, { readonly outcome: 'sent' | 'unsure' }>

/** Slack with a bot token: every message can be found again and changed. Never throws for what Slack does. */
export interface BotMessenger {
  readonly kind: 'bot'
  post(channel: string, message: OutgoingMessage): Promise<Delivery>
  update(channel: string, receipt: string, message: OutgoingMessage): Promise<Delivery>
  /** In the channel, or in a thread of it, since a time (ISO 8601). */
  find(channel: string, mark: Pick<MessageMark, 'run' | 'part'>, since: string, thread?: string): Promise<MessageSearch>
}

/** Slack by an incoming webhook: what was sent is never seen again. Never throws for what Slack does. */
export interface WebhookMessenger {
  readonly kind: 'webhook'
  post(message: OutgoingMessage): Promise<Delivery>
}

export type Messenger = BotMessenger | WebhookMessenger

/** Sends something to a topic at once; throws AuditorError where that did not work. */
export type Pager = (topic: string, subject: string, message: string) => Promise<string>
