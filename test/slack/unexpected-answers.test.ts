import { createServer, type ServerResponse } from 'node:http'
import { createBot } from '@fleet-auditor/adapters/slack/bot.ts'
import { createWebhook } from '@fleet-auditor/adapters/slack/webhook.ts'
import { listenOnLoopback } from '@fleet-auditor/simulator/loopback.ts'
import { afterEach, describe, expect, it } from 'vitest'

const closing: (() => Promise<void>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

interface Answer {
  readonly status: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A server that answers everything alike; `asked` are the bodies it was sent. */
async function answering({ status, body, headers = {} }: Answer): Promise<{ origin: string; asked: string[] }> {
  const asked: string[] = []
  const server = createServer((request, response: ServerResponse) => {
    request.setEncoding('utf8')
    request.on('data', (chunk) => asked.push(String(chunk)))
    request.on('end', () => response.writeHead(status, headers).end(body))
  })
  const loopback = await listenOnLoopback(server)
  closing.push(() => loopback.close())
  return { origin: `http://127.0.0.1:${loopback.port}`, asked }
}

const mark = { run: 'run-1', part: 'digest', contentHash: 'h' }
const message = { text: 'text', blocks: [], mark }

async function byBot(answer: Answer) {
  const { origin, asked } = await answering(answer)
  const bot = createBot({ token: 'xoxb-secret', apiUrl: `${origin}/api/`, timeoutMs: 2000 })
  return { bot, asked }
}

async function byWebhook(answer: Answer) {
  const { origin } = await answering(answer)
  return createWebhook({ url: `${origin}/services/T0/B0/secret`, timeoutMs: 2000 }).post(message)
}

const error = (name: string): Answer => ({ status: 200, body: JSON.stringify({ ok: false, error: name }) })

describe('a post', () => {
  it.each<readonly [string, Answer, object]>([
    ['429 without Retry-After', { status: 429, body: '' }, { outcome: 'not-sent', detail: 'HTTP 429' }],
    [
      '429 with a date',
      { status: 429, body: '', headers: { 'retry-after': 'Sat, 21 Nov 2026 02:00:00 GMT' } },
      { outcome: 'not-sent', detail: 'HTTP 429' },
    ],
    ['a redirect', { status: 302, body: '', headers: { location: '/' } }, { outcome: 'refused' }],
    ['an address that may not call', error('accesslimited'), { outcome: 'refused' }],
    ['a plan’s limit', error('message_limit_exceeded'), { outcome: 'not-sent' }],
    ['a migration', error('org_login_required'), { outcome: 'not-sent' }],
    ['a channel that moves', error('external_channel_migrating'), { outcome: 'not-sent' }],
    ['an unknown error', error('something_new'), { outcome: 'refused', detail: 'something_new' }],
  ])('by the bot ends as expected with %s', async (_, answer, expected) => {
    const { bot } = await byBot(answer)
    expect(await bot.post('C1', message)).toMatchObject(expected)
  })

  it.each<readonly [string, Answer, object]>([
    ['429 without Retry-After', { status: 429, body: '' }, { outcome: 'not-sent', detail: 'HTTP 429' }],
    ['a redirect', { status: 302, body: '', headers: { location: '/' } }, { outcome: 'refused' }],
    ['a word of Slack’s', { status: 403, body: 'action_prohibited' }, { detail: 'HTTP 403 action_prohibited' }],
    [
      'a proxy’s page that repeats the address',
      { status: 404, body: '<p>/services/T0/B0/secret was not found</p>' },
      { outcome: 'refused', detail: 'HTTP 404' },
    ],
  ])('by a webhook ends as expected with %s', async (_, answer, expected) => {
    const ended = await byWebhook(answer)
    expect(ended).toMatchObject(expected)
    expect(JSON.stringify(ended)).not.toContain('secret')
  })
})

describe('an update', () => {
  it('of a message that a person removed leaves it removed', async () => {
    const { bot } = await byBot(error('message_not_found'))
    expect(await bot.update('C1', '1.2', message)).toEqual({ outcome: 'sent', receipt: '1.2' })
  })

  it('disables link parsing as its post did', async () => {
    const { bot, asked } = await byBot({ status: 200, body: JSON.stringify({ ok: true, ts: '1.2' }) })
    await bot.update('C1', '1.2', message)
    expect(new URLSearchParams(asked.join('')).get('parse')).toBe('none')
  })
})

describe('a search', () => {
  it('that saw a part of the history does not report the message as absent', async () => {
    const { bot } = await byBot({ status: 200, body: JSON.stringify({ ok: true, messages: [], has_more: true }) })
    expect(await bot.find('C1', mark, '2026-11-21T02:00:00Z')).toMatchObject({ outcome: 'not-sent' })
  })
})
