import { createBot } from '@fleet-auditor/adapters/slack/bot.ts'
import { createWebhook } from '@fleet-auditor/adapters/slack/webhook.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { describe, expect, it } from 'vitest'
import { busyDigest, channels, fleetFile } from './slack-bench.ts'
import { slackBenches } from './slack-benches.ts'

const open = slackBenches()

describe('a permanent error of the bot', () => {
  it.each([
    ['channel_not_found', { channels: [] }],
    ['not_in_channel', { channels: [{ id: channels.fleet, member: false }] }],
    ['is_archived', { channels: [{ id: channels.fleet, archived: true }] }],
    ['invalid_auth', { tokens: [] }],
    [
      'token_revoked',
      { faults: [{ method: 'chat.postMessage', behave: { kind: 'error', error: 'token_revoked' } } as const] },
    ],
    ['HTTP 404', { faults: [{ method: 'chat.postMessage', behave: { kind: 'status', status: 404 } } as const] }],
  ])('%s is recorded and thrown after one attempt', async (reason, options) => {
    const bench = await open(options)
    await bench.put(busyDigest())
    const error = await bench.notify().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(AuditorError)
    expect(error).toMatchObject({ code: 'internal', message: expect.stringContaining(reason) })
    expect(String(error)).not.toContain('xoxb')
    expect(await bench.rows()).toMatchObject([{ state: 'failed', failure: expect.stringContaining(reason) }])
    expect(bench.slack.requests()).toEqual(['chat.postMessage'])
  })

  it('is over once it is fixed', async () => {
    const fault = { method: 'chat.postMessage', behave: { kind: 'error', error: 'not_in_channel' }, times: 1 } as const
    const bench = await open({ faults: [fault] })
    await bench.put(busyDigest())
    await expect(bench.notify()).rejects.toThrow(/not_in_channel/)
    expect(await bench.notify()).toMatchObject({ sent: 1 })
  })
})

describe('an error that persists', () => {
  it('ends at the deadline with the message still to be sent', async () => {
    const bench = await open({
      faults: [{ method: 'chat.postMessage', behave: { kind: 'ratelimited', retryAfter: 60 } }],
    })
    await bench.put(busyDigest())
    await expect(bench.notify()).rejects.toThrow(/not delivered[^]*ratelimited/)
    expect(await bench.rows()).toMatchObject([{ state: 'pending', failure: 'ratelimited' }])
  })

  it('is thrown when the history may not be read, and nothing is sent twice', async () => {
    const faults = [
      { method: 'chat.postMessage', behave: { kind: 'hang', delivered: true } },
      { method: 'conversations.history', behave: { kind: 'error', error: 'missing_scope' } },
    ] as const
    const bench = await open({ faults })
    await bench.put(busyDigest())
    await expect(bench.notify()).rejects.toThrow(/conversations.history: missing_scope/)
    expect(bench.texts()).toHaveLength(1)
  })

  it('is thrown when Slack cannot be reached', async () => {
    const bench = await open()
    await bench.put(busyDigest())
    const unreachable = createBot({ token: 'xoxb-good', apiUrl: 'http://127.0.0.1:9/api/', timeoutMs: 300 })
    const lasting = bench.notify(fleetFile(), { messenger: unreachable }, { deadlineMs: 300 })
    await expect(lasting).rejects.toThrow(/no answer from Slack/)
  })
})

describe('a usage error', () => {
  it('is thrown for a run without a digest', async () => {
    const bench = await open()
    await expect(bench.notify()).rejects.toMatchObject({ code: 'usage' })
  })

  it('is thrown for a bot without a channel', async () => {
    const bench = await open()
    await bench.put(busyDigest())
    await expect(bench.notify(fleetFile({ slack: {} }))).rejects.toMatchObject({
      code: 'config',
      details: { place: 'slack.channel of the fleet file' },
    })
  })

  it.each([
    ['a bot', () => createBot({ token: 'xoxb-x', apiUrl: 'http://slack.test/api/' })],
    ['a webhook', () => createWebhook({ url: 'http://hooks.slack.test/services/secret' })],
    ['no URL at all', () => createWebhook({ url: 'secret' })],
  ])('is thrown for an address without TLS: %s', (_, create) => {
    expect(create).toThrow(/is not an https URL/)
    expect(create).not.toThrow(/secret/)
  })
})

describe('a digest sent by webhook', () => {
  it('is one message without a thread that names its run', async () => {
    const bench = await open()
    await bench.put(busyDigest())
    expect(await bench.byWebhook()).toEqual({ sent: 1, updated: 0, already: 0 })
    expect(bench.texts()).toEqual([expect.stringMatching(/^C0FLEET: fleet: critical on 1 cluster, .* \(run run-1\)$/)])
    expect(bench.slack.messages()).toMatchObject([{ by: 'webhook' }])
    expect(await bench.byWebhook()).toMatchObject({ already: 1 })
  })

  it.each([
    ['no answer', { kind: 'hang', delivered: true }],
    ['a 500', { kind: 'status', status: 500, delivered: true }],
    ['a cut', { kind: 'reset', delivered: true }],
  ] as const)('is repeated after %s, and names the run', async (_, behave) => {
    const bench = await open({ faults: [{ method: 'webhook', behave, times: 1 }] })
    await bench.put(busyDigest())
    expect(await bench.byWebhook()).toMatchObject({ sent: 1 })
    expect(bench.texts()).toHaveLength(2)
    for (const text of bench.texts()) expect(text).toContain('(run run-1)')
  })

  it('is repeated after a death that left no record', async () => {
    const bench = await open()
    await bench.put(busyDigest())
    await expect(bench.byWebhook(fleetFile(), { outbox: bench.dyingStore(1).outbox })).rejects.toThrow(/killed/)
    expect(await bench.byWebhook()).toMatchObject({ sent: 1 })
    expect(bench.texts()).toHaveLength(2)
  })

  it('is delayed as long as Slack asks for', async () => {
    const bench = await open({
      faults: [{ method: 'webhook', behave: { kind: 'ratelimited', retryAfter: 1 }, times: 1 }],
    })
    await bench.put(busyDigest())
    expect(await bench.byWebhook()).toMatchObject({ sent: 1 })
    expect(bench.texts()).toHaveLength(1)
    expect(bench.slack.requests()).toEqual(['webhook', 'webhook'])
  })

  it.each([
    ['no_service', 'gone', {}],
    ['channel_is_archived', 'hook', { channels: [{ id: channels.fleet, archived: true }] }],
  ])('is not tried again after %s', async (reason, name, options) => {
    const bench = await open(options)
    await bench.put(busyDigest())
    const url = bench.slack.webhookUrl(name)
    const ended = bench.notify(fleetFile(), { messenger: createWebhook({ url }) })
    await expect(ended).rejects.toThrow(new RegExp(reason))
    await expect(ended).rejects.not.toThrow(/services/)
    expect(await bench.rows()).toMatchObject([{ state: 'failed' }])
  })
})

describe('a page', () => {
  const topic = 'arn:aws:sns:eu-west-1:111122223333:criticals'
  const slack = { channel: channels.fleet, criticalTopic: topic, heartbeat: 'never' as const }

  it('is sent once and names its run', async () => {
    const bench = await open()
    await bench.put(busyDigest())
    const pages: string[] = []
    const pager = (...page: string[]): Promise<string> => Promise.resolve(String(pages.push(page.join(' | '))))
    for (let time = 0; time < 2; time += 1) await bench.notify(fleetFile({ slack }), { pager })
    expect(pages).toEqual([expect.stringMatching(/criticals \| fleet: new critical findings[^]*eks:a[^]*run run-1/)])
  })

  it('that fails is thrown, and the digest is sent', async () => {
    const bench = await open()
    await bench.put(busyDigest())
    const pager = (): Promise<string> => Promise.reject(new Error('AuthorizationError'))
    await expect(bench.notify(fleetFile({ slack }), { pager })).rejects.toThrow(/1 of 2[^]*AuthorizationError/)
    expect(bench.texts()).toHaveLength(1)
  })
})
