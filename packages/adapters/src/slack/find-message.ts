import type { MessageMark, MessageSearch } from '@fleet-auditor/audit/ports/messenger.ts'
import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import { undelivered } from './slack-failure.ts'

interface MessageQuery {
  /** What the client is logged in with: never quoted. */
  readonly token: string
  readonly channel: string
  readonly mark: Pick<MessageMark, 'run' | 'part'>
  /** ISO 8601. */
  readonly since: string
  readonly thread: string | undefined
  readonly eventType: string
}

/** Of one search: more than a busy channel holds of the minutes that an unsure message is old. */
const most = { pages: 10, messages: 100 } as const

/** Slack's clock and ours may differ, seconds: a laptop that slept is minutes off. */
const skew = 600

const Page = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      metadata: z.object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) }).optional(),
    }),
  ),
  has_more: z.boolean().optional(),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
})

/** Looks through the messages since; one that is not found is absent only where all was read. */
export async function findMessage(client: WebClient, query: MessageQuery): Promise<MessageSearch> {
  let cursor: string | undefined
  for (let page = 0; page < most.pages; page += 1) {
    const read = await readPage(client, query, cursor)
    if (!('messages' in read)) return read
    const found = matchIn(read.messages, query)
    if (found) return found
    cursor = read.response_metadata?.next_cursor
    if (!cursor && !read.has_more) return { outcome: 'absent' }
    if (!cursor) return { outcome: 'not-sent', detail: 'the history was not shown to its end' }
  }
  return { outcome: 'not-sent', detail: `the channel has more than ${most.pages * most.messages} newer messages` }
}

async function readPage(
  client: WebClient,
  { token, channel, since, thread }: MessageQuery,
  cursor: string | undefined,
): Promise<z.infer<typeof Page> | Exclude<MessageSearch, { outcome: 'found' | 'absent' }>> {
  const method = thread === undefined ? 'conversations.history' : 'conversations.replies'
  const oldest = String(Math.floor(Date.parse(since) / 1000) - skew)
  const inThread = thread === undefined ? {} : { ts: thread }
  const more = cursor === undefined ? {} : { cursor }
  const options = { channel, oldest, limit: most.messages, include_all_metadata: true, ...inThread, ...more }
  try {
    const page = Page.safeParse(await client.apiCall(method, options))
    return page.success ? page.data : { outcome: 'not-sent', detail: `${method}: an answer of another shape` }
  } catch (error) {
    const failure = undelivered(error, token)
    // Reading twice does no harm: what is unsure for a message is only another try here.
    const detail = `${method}: ${failure.detail}`
    return failure.outcome === 'unsure' ? { outcome: 'not-sent', detail } : { ...failure, detail }
  }
}

function matchIn(
  messages: z.infer<typeof Page>['messages'],
  { mark, eventType }: MessageQuery,
): Extract<MessageSearch, { outcome: 'found' }> | undefined {
  for (const { ts, metadata } of messages) {
    if (metadata?.event_type !== eventType) continue
    const { run, part, content } = metadata.event_payload
    if (run !== mark.run || part !== mark.part) continue
    return { outcome: 'found', receipt: ts, contentHash: typeof content === 'string' ? content : '' }
  }
  return undefined
}
