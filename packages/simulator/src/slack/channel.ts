/** A channel as the bot finds it. */
export interface ChannelSetting {
  readonly id: string
  /** Whether the bot is in it; true when absent. */
  readonly member?: boolean
  readonly archived?: boolean
}

export interface SlackMessage {
  /** Seconds with six decimals: what names it in its channel. */
  readonly ts: string
  readonly channel: string
  readonly by: 'bot' | 'webhook'
  readonly text: string
  readonly blocks: unknown
  readonly metadata?: unknown
  readonly threadTs?: string
  /** How often it was changed. */
  readonly edits: number
}

/** All messages of a workspace, oldest first. */
export interface Messages {
  add(message: Omit<SlackMessage, 'ts' | 'edits'>): SlackMessage
  /** False where there is no such message. */
  change(channel: string, ts: string, change: Pick<SlackMessage, 'text' | 'blocks' | 'metadata'>): boolean
  all(): readonly SlackMessage[]
}

export function createMessages(now: () => number): Messages {
  const messages: SlackMessage[] = []
  let last = 0
  return {
    add: (message) => {
      // Microseconds, and no two alike.
      last = Math.max(now() * 1000, last + 1)
      const added = { ...message, ts: `${Math.floor(last / 1e6)}.${String(last % 1e6).padStart(6, '0')}`, edits: 0 }
      messages.push(added)
      return added
    },
    change: (channel, ts, change) => {
      const at = messages.findIndex((message) => message.channel === channel && message.ts === ts)
      const message = messages[at]
      if (!message) return false
      messages[at] = { ...message, ...change, edits: message.edits + 1 }
      return true
    },
    all: () => messages,
  }
}
