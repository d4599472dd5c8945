import { randomBytes } from 'node:crypto'
import { createMemoryStore } from '@fleet-auditor/adapters/store/memory/memory-store.ts'
import { createApp } from '@fleet-auditor/api/create-app.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { beforeEach, expect, it } from 'vitest'

let [nowMs, reads] = [Date.parse('2026-02-28T12:00:00.000Z'), 0]
let failure: AuditorError | undefined
const clock = { now: () => new Date(nowMs).toISOString() }

/** `/readyz` over a store whose reads of the list of runs are counted. */
let ready: () => Response | Promise<Response>
beforeEach(() => {
  ;[reads, failure] = [0, undefined]
  const store = createMemoryStore({ clock })
  const listRuns: typeof store.listRuns = (...asked) => {
    reads++
    return failure ? Promise.reject(failure) : store.listRuns(...asked)
  }
  const starter = { start: () => Promise.reject(new Error('not asked')) }
  const app = createApp({
    store: { ...store, listRuns },
    fleet: FleetFile.parse({}),
    starter,
    clock,
    random: randomBytes,
    log: () => undefined,
  })
  ready = () => app.request('/readyz')
})

it.each([
  ['once in five seconds', 4999, 1],
  ['again after five seconds', 5000, 2],
  ['again once the clock was set back', -1, 2],
])('readiness reads the store %s', async (_, laterMs, expected) => {
  await ready()
  nowMs += laterMs
  expect([(await ready()).status, reads]).toEqual([200, expected])
})

it.each([
  ['thirty seconds, where the store gives no time', {}, '30'],
  ['what the store gives', { retryAfterSeconds: 2 }, '2'],
])('readiness of a store that fails asks to retry after %s', async (_, details, seconds) => {
  failure = new AuditorError('store', 'the store is away', details)
  const answer = await ready()
  expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, seconds])
})
