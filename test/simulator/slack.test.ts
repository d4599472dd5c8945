import { startSlack, type RunningSlack } from '@fleet-auditor/simulator/slack/slack.ts'
import { LogLevel, WebClient, type Logger } from '@slack/web-api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

let slack: RunningSlack
let client: WebClient

beforeEach(async () => {
  slack = await startSlack({
    tokens: ['xoxb-good'],
    channels: [{ id: 'C1' }, { id: 'C2', member: false }, { id: 'C3', archived: true }],
    webhooks: { hook: { channel: 'C1' }, gone: { channel: 'C1', removed: true }, old: { channel: 'C3' } },
  })
  client = clientWith('xoxb-good')
})
afterEach(() => slack.close())

const clientWith = (token: string): WebClient =>
  new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
  })

const nothing = (): void => {}
const levels = { setLevel: nothing, getLevel: () => LogLevel.ERROR, setName: nothing }
const silent: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing, ...levels }

const section = (length: number) => ({ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(length) } })
const header = (length: number, type = 'plain_text') => ({ type: 'header', text: { type, text: 'x'.repeat(length) } })
const element = { type: 'mrkdwn', text: 'x' }

const post = (blocks: readonly unknown[], text = 'text') =>
  client.apiCall('chat.postMessage', { channel: 'C1', text, blocks })

const Page = z.object({ messages: z.array(z.unknown()) })

/** The name of a message in C1. */
const posted = async (message: Readonly<Record<string, unknown>>): Promise<string> =>
  z.object({ ts: z.string() }).parse(await client.apiCall('chat.postMessage', { channel: 'C1', ...message })).ts

describe('blocks', () => {
  it.each([
    ['50 blocks', Array.from({ length: 50 }, () => section(1))],
    ['a header of 150', [header(150)]],
    ['a section of 3000', [section(3000)]],
    ['10 elements', [{ type: 'context', elements: Array.from({ length: 10 }, () => element) }]],
  ])('takes %s', async (_, blocks) => {
    expect(await post(blocks)).toMatchObject({ ok: true, channel: 'C1' })
  })

  it.each([
    ['51 blocks', Array.from({ length: 51 }, () => section(1)), 'no more than 50 items allowed'],
    ['a header of 151', [header(151)], 'must be less than 151 characters'],
    ['a header of mrkdwn', [header(5, 'mrkdwn')], 'unsupported type of text: mrkdwn'],
    ['a section of 3001', [section(3001)], 'must be less than 3001 characters'],
    ['an empty section', [section(0)], 'must be more than 0 characters'],
    [
      '11 elements',
      [{ type: 'context', elements: Array.from({ length: 11 }, () => element) }],
      'no more than 10 items',
    ],
    ['an unknown block', [{ type: 'heading' }], 'unsupported type: heading'],
    ['an unknown key', [{ ...section(1), colour: 'red' }], 'additional property: colour'],
  ])('refuses %s', async (_, blocks, message) => {
    await expect(post(blocks)).rejects.toMatchObject({
      data: { error: 'invalid_blocks', response_metadata: { messages: [expect.stringContaining(message)] } },
    })
    expect(slack.messages()).toEqual([])
  })

  it('refuses a text that is too long, and none at all', async () => {
    await expect(post([], 'x'.repeat(40_001))).rejects.toMatchObject({ data: { error: 'msg_too_long' } })
    await expect(client.apiCall('chat.postMessage', { channel: 'C1' })).rejects.toMatchObject({
      data: { error: 'no_text' },
    })
  })
})

describe('who may write where', () => {
  it.each([
    ['xoxb-bad', 'C1', 'invalid_auth'],
    ['xoxb-good', 'C9', 'channel_not_found'],
    ['xoxb-good', 'C2', 'not_in_channel'],
    ['xoxb-good', 'C3', 'is_archived'],
  ])('%s in %s: %s', async (token, channel, error) => {
    const refused = clientWith(token).apiCall('chat.postMessage', { channel, text: 'x' })
    await expect(refused).rejects.toMatchObject({ data: { error } })
  })
})

describe('history', () => {
  it('is newest first, in pages, without threads, with metadata only when asked for', async () => {
    const metadata = { event_type: 'e', event_payload: { run: 'r' } }
    const first = await posted({ text: 'm0', metadata })
    for (const n of [1, 2, 3]) await client.apiCall('chat.postMessage', { channel: 'C1', text: `m${n}` })
    await client.apiCall('chat.postMessage', { channel: 'C1', text: 'reply', thread_ts: first })
    const page = await client.apiCall('conversations.history', { channel: 'C1', limit: 3 })
    expect(page).toMatchObject({ messages: [{ text: 'm3' }, { text: 'm2' }, { text: 'm1' }], has_more: true })
    const cursor = page.response_metadata?.next_cursor
    const rest = { channel: 'C1', limit: 3, cursor }
    expect(await client.apiCall('conversations.history', rest)).toMatchObject({
      messages: [{ text: 'm0' }],
      has_more: false,
    })
    const { messages } = Page.parse(await client.apiCall('conversations.history', rest))
    expect(messages).toEqual([expect.not.objectContaining({ metadata })])
    const asked = await client.apiCall('conversations.history', { ...rest, include_all_metadata: true })
    expect(asked).toMatchObject({ messages: [{ metadata }] })
    expect(await client.apiCall('conversations.replies', { channel: 'C1', ts: first })).toMatchObject({
      messages: [{ text: 'm0' }, { text: 'reply' }],
    })
    const later = await client.apiCall('conversations.history', { channel: 'C1', oldest: first })
    expect(later).toMatchObject({ messages: [{ text: 'm3' }, { text: 'm2' }, { text: 'm1' }] })
  })

  it('shows what a message was changed to', async () => {
    const ts = await posted({ text: 'old' })
    await client.apiCall('chat.update', { channel: 'C1', ts, text: 'new' })
    expect(slack.messages()).toMatchObject([{ text: 'new', edits: 1 }])
    const unknown = client.apiCall('chat.update', { channel: 'C1', ts: '1.0', text: 'new' })
    await expect(unknown).rejects.toMatchObject({ data: { error: 'message_not_found' } })
  })
})

describe('faults', () => {
  it('limit the rate until Retry-After is over', async () => {
    slack.arm({ method: 'chat.postMessage', behave: { kind: 'ratelimited', retryAfter: 60 }, times: 1 })
    for (let time = 0; time < 2; time += 1) {
      await expect(post([section(1)])).rejects.toMatchObject({ retryAfter: 60 })
    }
    expect(slack.messages()).toEqual([])
  })

  it('take effect before the fault where asked, and as late as asked', async () => {
    slack.arm({ method: 'chat.postMessage', behave: { kind: 'reset', delivered: true }, times: 1, after: 1 })
    await post([section(1)])
    await expect(post([section(1)])).rejects.toThrow()
    await post([section(1)])
    expect(slack.messages()).toHaveLength(3)
  })
})

describe('webhooks', () => {
  it.each([
    ['hook', 'ok', 200, '{"text":"x"}'],
    ['hook', 'invalid_payload', 400, 'x'],
    ['hook', 'no_text', 400, '{}'],
    ['hook', 'invalid_blocks', 400, JSON.stringify({ blocks: [section(3001)] })],
    ['gone', 'no_service', 404, '{"text":"x"}'],
    ['none', 'no_service', 404, '{"text":"x"}'],
    ['old', 'channel_is_archived', 410, '{"text":"x"}'],
  ])('%s answers %s', async (name, text, status, body) => {
    const answer = await fetch(slack.webhookUrl(name), { method: 'POST', body })
    expect([answer.status, await answer.text()]).toEqual([status, text])
    expect(slack.messages()).toHaveLength(status === 200 ? 1 : 0)
  })
})
