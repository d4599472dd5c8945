import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createBot } from '@fleet-auditor/adapters/slack/bot.ts'
import { createWebhook } from '@fleet-auditor/adapters/slack/webhook.ts'
import { listenOnLoopback } from '@fleet-auditor/simulator/loopback.ts'
import { describe, expect, it, onTestFinished } from 'vitest'

// In two pieces, so that no scanner takes them for a leaked token.
const token = ['xoxb', '7301-canary-Jq3vRz81LmN0'].join('-')
const secret = 'CanaryWebhook93kQpLz7'
const message = { text: 'text', blocks: [], mark: { run: 'run-1', part: 'digest', contentHash: 'h' } }
const timeoutMs = 8000

/** What stands where Slack should. */
async function inSlacksPlace(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer((request, response) => void request.resume().on('end', () => answer(request, response)))
  const loopback = await listenOnLoopback(server)
  onTestFinished(async () => {
    server.closeAllConnections()
    await loopback.close()
  })
  const origin = `http://127.0.0.1:${loopback.port}`
  return {
    bot: createBot({ token, apiUrl: `${origin}/api/`, timeoutMs }),
    webhook: createWebhook({ url: `${origin}/services/T0/B0/${secret}`, timeoutMs }),
  }
}

/** Writes JSON that has no end, as fast as it is read. */
const endless = (_: IncomingMessage, response: ServerResponse): void => {
  const piece = 'x'.repeat(65_536)
  response.writeHead(200, { 'content-type': 'application/json' }).write('{"ok":true,"filler":"')
  const more = (): void => {
    while (!response.destroyed && response.write(piece));
    response.once('drain', more)
  }
  more()
}

describe('an answer without an end', () => {
  it.each([
    ['post', 'unsure', 'the answer is larger than Slack’s are'],
    ['update', 'unsure', 'the answer is larger than Slack’s are'],
    // What is only read sent nothing.
    ['find', 'not-sent', 'conversations.history: the answer is larger than Slack’s are'],
    ['webhook', 'unsure', 'the answer is larger than Slack’s are'],
  ] as const)('to %s is cut after a megabyte', async (call, outcome, detail) => {
    const { bot, webhook } = await inSlacksPlace(endless)
    const before = process.memoryUsage().rss
    const calls = {
      post: () => bot.post('C1', message),
      update: () => bot.update('C1', '1.2', message),
      find: () => bot.find('C1', message.mark, '2026-11-21T02:00:00Z'),
      webhook: () => webhook.post(message),
    }
    const ended = await calls[call]()
    expect(ended).toEqual({ outcome, detail })
    expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(200)
  })
})

describe('what repeats the credentials', () => {
  const notes = [
    `authorization: Bearer ${token}`,
    `[ERROR] the call came with Bearer ${token}`,
    `[WARN] token=${encodeURIComponent(token)}`,
    `[ERROR] ${Buffer.from(`x${token}`).toString('base64')}`,
  ]
  it.each<[name: string, body: string]>([
    ['in its notes', JSON.stringify({ ok: false, error: 'invalid_arguments', response_metadata: { messages: notes } })],
    ['as the name of the error', JSON.stringify({ ok: false, error: token })],
    ['in a page', `<html>Bearer ${token}</html>`],
  ])('%s does not give back the token', async (_, body) => {
    const { bot } = await inSlacksPlace((_request, response) => response.end(body))
    const ended = [await bot.post('C1', message), await bot.find('C1', message.mark, '2026-11-21T02:00:00Z')]
    expect(JSON.stringify(ended)).not.toMatch(/canary|Jq3vRz81LmN0|eG94Yi/i)
  })

  it('nor the webhook’s address', async () => {
    const { webhook } = await inSlacksPlace((request, response) => response.writeHead(404).end(`no ${request.url}`))
    const ended = await webhook.post(message)
    expect(ended.outcome).toBe('refused')
    expect(JSON.stringify(ended)).not.toContain(secret)
  })

  it('and Slack’s own note of what is wrong is quoted', async () => {
    const messages = ['[ERROR] must provide a string [json-pointer:/blocks/0/text]']
    const body = JSON.stringify({ ok: false, error: 'invalid_blocks', response_metadata: { messages } })
    const { bot } = await inSlacksPlace((_, response) => response.end(body))
    expect(await bot.post('C1', message)).toEqual({ outcome: 'refused', detail: `invalid_blocks: ${messages[0]}` })
  })
})
