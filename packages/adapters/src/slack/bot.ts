import type { BotMessenger, Delivery, OutgoingMessage } from '@fleet-auditor/audit/ports/messenger.ts'
import { LogLevel, WebAPIPlatformError, WebClient, type Logger } from '@slack/web-api'
import { z } from 'zod'
import { findMessage } from './find-message.ts'
import { undelivered } from './slack-failure.ts'
import { slackAddress, slackFetch } from './slack-fetch.ts'

interface BotOptions {
  /** `xoxb-…`. */
  readonly token: string
  /** Absent: Slack's own. */
  readonly apiUrl?: string
  /** Milliseconds of one request. */
  readonly timeoutMs?: number
}

/** What the auditor's messages are known by; the payload names run, part and content. */
const eventType = 'fleet_auditor_message'

const Posted = z.object({ ts: z.string().min(1) })

/** The SDK would write failures to the console; the verb reports them. */
const silent: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
}

/** Slack by a bot token. One attempt a call: when to try again is decided where it is known what was sent. */
export function createBot({ token, apiUrl, timeoutMs = 10_000 }: BotOptions): BotMessenger {
  const client = new WebClient(token, {
    slackApiUrl: apiUrl === undefined ? undefined : slackAddress('SLACK_API_URL', apiUrl),
    logger: silent,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    fetch: slackFetch,
    allowAbsoluteUrls: false,
  })
  return {
    kind: 'bot',
    post: (channel, message) => {
      const thread = message.thread === undefined ? {} : { thread_ts: message.thread }
      return delivery(token, client.apiCall('chat.postMessage', { channel, ...contentOf(message), ...thread }))
    },
    update: (channel, receipt, message) => {
      // Without `parse`, chat.update makes links of names.
      const changed = { channel, ts: receipt, ...contentOf(message), parse: 'none' }
      return delivery(
        token,
        client.apiCall('chat.update', changed).catch((error: unknown) => {
          if (isRemoved(error)) return { ts: receipt }
          throw error
        }),
      )
    },
    find: (channel, mark, since, thread) => findMessage(client, { token, channel, mark, since, thread, eventType }),
  }
}

/** A message that a person removed stays removed: there is nothing to update. */
const isRemoved = (error: unknown): boolean =>
  error instanceof WebAPIPlatformError && error.data.error === 'message_not_found'

function contentOf({ text, blocks, mark }: OutgoingMessage): Record<string, unknown> {
  const { run, part, contentHash } = mark
  return {
    text,
    blocks,
    // Names that look like addresses must not fetch pages.
    unfurl_links: false,
    unfurl_media: false,
    metadata: { event_type: eventType, event_payload: { run, part, content: contentHash } },
  }
}

async function delivery(token: string, call: Promise<unknown>): Promise<Delivery> {
  try {
    const posted = Posted.safeParse(await call)
    if (posted.success) return { outcome: 'sent', receipt: posted.data.ts }
    return { outcome: 'unsure', detail: 'Slack’s answer names no message' }
  } catch (error) {
    return undelivered(error, token)
  }
}
