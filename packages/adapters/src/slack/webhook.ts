import type { Delivery, OutgoingMessage, WebhookMessenger } from '@fleet-auditor/audit/ports/messenger.ts'
import { IncomingWebhook, IncomingWebhookHTTPError, IncomingWebhookRequestError } from '@slack/webhook'
import { httpFailure, requestFailure } from './slack-failure.ts'
import { slackAddress, slackFetch } from './slack-fetch.ts'

interface WebhookOptions {
  /** A secret: who has it may write. */
  readonly url: string
  /** Milliseconds of one request. */
  readonly timeoutMs?: number
}

/** Slack's one-word answer for a webhook that is gone or a channel that takes nothing. */
const slackWord = /^[a-z_]{1,80}$/

/** Slack by an incoming webhook. One attempt a call. */
export function createWebhook({ url, timeoutMs = 10_000 }: WebhookOptions): WebhookMessenger {
  const address = slackAddress('SLACK_WEBHOOK_URL', url)
  return { kind: 'webhook', post: (message) => post({ address, timeoutMs }, message) }
}

interface Wire {
  readonly address: string
  readonly timeoutMs: number
}

async function post({ address, timeoutMs }: Wire, { text, blocks }: OutgoingMessage): Promise<Delivery> {
  let retryAfter: string | null = null
  const webhook = new IncomingWebhook(address, {
    timeout: timeoutMs,
    // The client's own error does not hold how long to wait.
    fetch: async (...request) => {
      const response = await slackFetch(...request)
      retryAfter = response.headers.get('retry-after')
      return response
    },
  })
  try {
    const answer = await webhook.send({ text, blocks: [...blocks], unfurl_links: false, unfurl_media: false })
    if (answer.text.trim() === 'ok') return { outcome: 'sent' }
    return { outcome: 'unsure', detail: 'the answer is not Slack’s' }
  } catch (error) {
    if (error instanceof IncomingWebhookHTTPError) {
      const failure = httpFailure(error.statusCode, retryAfter)
      const word = error.body.trim()
      // A proxy's page is not quoted: it may repeat the URL, which is a secret.
      return slackWord.test(word) ? { ...failure, detail: `${failure.detail} ${word}` } : failure
    }
    return requestFailure(error instanceof IncomingWebhookRequestError ? error.original : error)
  }
}
