import { createBot } from '@fleet-auditor/adapters/slack/bot.ts'
import type { SlackMisbehaviour } from '@fleet-auditor/simulator/slack/slack-fault.ts'
import { describe, expect, it, vi } from 'vitest'
import { busyDigest, channels, fleetFile } from './slack-bench.ts'
import { slackBenches } from './slack-benches.ts'

const open = slackBenches()
const main = `${channels.fleet}: fleet: critical on 1 cluster, opened on 1 cluster, resolved on 1 cluster (run run-1)`

describe('a digest sent by the bot', () => {
  it('is one message with its details in the thread, marked with run and part', async () => {
    const bench = await open()
    await bench.put(busyDigest())
    expect(await bench.notify()).toEqual({ sent: 1, updated: 0, already: 0 })
    const [message, ...thread] = bench.slack.messages()
    expect(bench.texts()).toEqual([main])
    expect(message?.metadata).toMatchObject({ event_payload: { run: 'run-1', part: 'digest' } })
    expect(thread).toMatchObject([{ threadTs: message?.ts, text: 'details 1 of 1 (run run-1)' }])
    expect(await bench.rows()).toMatchObject([
      { part: 'digest', state: 'sent', receipt: message?.ts, attempts: 1 },
      { part: 'digest, details 1', state: 'sent' },
    ])
  })

  it('is not sent again', async () => {
    const bench = await open()
    await bench.put(busyDigest())
    await bench.notify()
    expect(await bench.notify()).toEqual({ sent: 0, updated: 0, already: 1 })
    expect(bench.slack.messages()).toHaveLength(2)
  })

  it('is sent once by two senders at the same time', async () => {
    const bench = await open()
    await bench.put(busyDigest())
    const both = await Promise.all([bench.notify(), bench.notify()])
    expect(both.reduce((sum, { sent }) => sum + sent, 0)).toBe(1)
    expect(bench.texts()).toEqual([main])
    expect(bench.slack.messages()).toHaveLength(2)
  })

  it('is updated in place when the digest of the run changed', async () => {
    const bench = await open()
    await bench.put(busyDigest({ state: 'incomplete' }))
    await bench.notify()
    await bench.put(busyDigest())
    expect(await bench.notify()).toEqual({ sent: 0, updated: 1, already: 0 })
    expect(bench.texts()).toEqual([main])
    expect(bench.slack.messages()[0]).toMatchObject({ edits: 1 })
    expect(await bench.notify()).toEqual({ sent: 0, updated: 0, already: 1 })
  })

  it('is not repeated after a death between sending and recording it', async () => {
    const bench = await open()
    await bench.put(busyDigest())
    await expect(bench.notify(fleetFile(), { outbox: bench.dyingStore(1).outbox })).rejects.toThrow(/killed/)
    expect(bench.texts()).toEqual([main])
    expect(await bench.notify()).toEqual({ sent: 0, updated: 0, already: 1 })
    expect(bench.texts()).toEqual([main])
    expect(bench.slack.messages()).toHaveLength(2)
    expect(bench.slack.requests()).toContain('conversations.history')
  })

  it('is sent after a death between the outbox row and sending', async () => {
    const bench = await open()
    await bench.put(busyDigest())
    const message = { key: `run-1/digest/${channels.fleet}`, run: 'run-1', part: 'digest', destination: channels.fleet }
    await bench.store.outbox.take(message, 700)
    expect(await bench.notify()).toEqual({ sent: 1, updated: 0, already: 0 })
    expect(bench.texts()).toEqual([main])
  })

  it('is completed after a death within its thread', async () => {
    const bench = await open()
    await bench.put(busyDigest())
    await expect(bench.notify(fleetFile(), { outbox: bench.dyingStore(3).outbox })).rejects.toThrow(/killed/)
    expect(bench.slack.messages()).toHaveLength(2)
    await bench.notify()
    expect(bench.slack.messages()).toHaveLength(2)
    expect(bench.slack.requests()).toContain('conversations.replies')
  })

  it.each<readonly [string, SlackMisbehaviour]>([
    ['no answer after it arrived', { kind: 'hang', delivered: true }],
    ['no answer, and it did not arrive', { kind: 'hang' }],
    ['a connection cut after it arrived', { kind: 'reset', delivered: true }],
    ['a connection cut before', { kind: 'reset' }],
    ['a 500 after it arrived', { kind: 'status', status: 500, delivered: true }],
    ['a 503', { kind: 'status', status: 503 }],
    ['an answer that is not Slack’s, after it arrived', { kind: 'garbage', delivered: true }],
    ['internal_error', { kind: 'error', error: 'internal_error' }],
  ])('is one message through %s', async (_, behave) => {
    const bench = await open({ faults: [{ method: 'chat.postMessage', behave, times: 1 }] })
    await bench.put(busyDigest())
    await bench.notify()
    expect(bench.texts()).toEqual([main])
    expect(await bench.rows()).toMatchObject([{ state: 'sent' }, { state: 'sent' }])
  })

  it('is looked for again when the history does not answer at first', async () => {
    const faults = [
      { method: 'chat.postMessage', behave: { kind: 'hang', delivered: true }, times: 1 },
      { method: 'conversations.history', behave: { kind: 'status', status: 502 }, times: 2 },
    ] as const
    const bench = await open({ faults })
    await bench.put(busyDigest())
    await bench.notify()
    expect(bench.texts()).toEqual([main])
  })

  it('is found among messages posted meanwhile', async () => {
    const bench = await open({
      faults: [{ method: 'chat.postMessage', behave: { kind: 'hang', delivered: true }, times: 1 }],
    })
    await bench.put(busyDigest())
    const notifying = bench.notify()
    await vi.waitFor(() => expect(bench.slack.messages()).toHaveLength(1))
    const other = createBot({ token: 'xoxb-good', apiUrl: bench.slack.apiUrl })
    const mark = { run: 'run-0', part: 'digest', contentHash: '' }
    await Promise.all(
      Array.from({ length: 250 }, (__, n) => other.post(channels.fleet, { text: `other ${n}`, blocks: [], mark })),
    )
    await notifying
    expect(bench.texts().filter((text) => text === main)).toHaveLength(1)
  })

  it('is delayed as long as Slack asks for', async () => {
    const bench = await open({
      faults: [{ method: 'chat.postMessage', behave: { kind: 'ratelimited', retryAfter: 1 }, times: 1 }],
    })
    await bench.put(busyDigest())
    await bench.notify()
    expect(bench.texts()).toEqual([main])
    // One that was asked to wait, one that was not, one of the thread.
    expect(bench.slack.requests()).toEqual(Array.from({ length: 3 }, () => 'chat.postMessage'))
  })

  it('is released for a wait longer than its lease and taken again', async () => {
    const bench = await open({
      faults: [{ method: 'chat.postMessage', behave: { kind: 'ratelimited', retryAfter: 3 }, times: 1 }],
    })
    await bench.put(busyDigest())
    expect(await bench.notify()).toMatchObject({ sent: 1 })
    expect(await bench.rows()).toMatchObject([{ state: 'sent', attempts: 2 }, { state: 'sent' }])
  })
})
