import { createFleetTable } from '@fleet-auditor/adapters/store/fleet-table.ts'
import { batchWrite, deletionOf } from '@fleet-auditor/adapters/store/table/batch-write.ts'
import { createClient } from '@fleet-auditor/adapters/store/table/client.ts'
import { allRows } from '@fleet-auditor/adapters/store/table/read-rows.ts'
import { runPartition } from '@fleet-auditor/adapters/store/table/run-keys.ts'
import { digestOf } from '@fleet-auditor/report/digest/digest.ts'
import { afterEach, describe, expect, it } from 'vitest'
import { overdueMs } from '../../../functions/watchdog.ts'
import { machineSeconds } from '../../../infra/state-machine/states.ts'
import { coldHandler } from '../../functions/cold-handler.ts'
import { loggedLines } from '../../functions/logged-lines.ts'
import { startTables, type RunTables } from '../interpreter/run-tables.ts'
import { deploy, invocation } from './fleet-file.ts'

const handler = coldHandler(() => import('../../../functions/watchdog.ts'))

let tables: RunTables | undefined
afterEach(() => tables?.close())

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString()
const opened = (id: string, hours: number) => ({
  id,
  fleet: 'shop',
  startedAt: hoursAgo(hours),
  state: 'running' as const,
  partial: false,
  ruleSet: '{}',
  ledger: [],
})

async function storeOf() {
  tables = await startTables()
  const store = await tables.open('fleet')
  deploy({}, { TABLE_NAME: 'fleet', AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint })
  return store
}

describe('the watchdog', () => {
  it('waits longer than the state machine may take', () => {
    expect(overdueMs).toBeGreaterThan(machineSeconds * 1000)
  })

  it('closes a run that died as incomplete, and leaves one at work alone', async () => {
    const store = await storeOf()
    await store.openRun(opened('20261120T020000Z-9c56cc51', 14))
    await store.openRun(opened('20261121T020000Z-9c56cc51', 1))
    const lines = await loggedLines(() => handler(undefined, invocation))
    expect(await store.readRunSummary('20261120T020000Z-9c56cc51')).toMatchObject({ state: 'incomplete' })
    expect(await store.readRunSummary('20261121T020000Z-9c56cc51')).toMatchObject({ state: 'running' })
    expect(lines).toContainEqual(expect.objectContaining({ kind: 'metrics', RunIncomplete: 1 }))
    expect(lines).toContainEqual(expect.objectContaining({ kind: 'notified', run: '20261120T020000Z-9c56cc51' }))
  })

  it.each([
    { name: 'was never reported', messages: 0, notified: true },
    { name: 'a message waits for', messages: 1, notified: true },
    { name: 'was reported', messages: 1, sent: true, notified: false },
    { name: 'ended long ago', messages: 0, endedHoursAgo: 30, notified: false },
  ])('reports a run that $name: $notified', async ({ messages, sent, endedHoursAgo = 2, notified }) => {
    const store = await storeOf()
    const id = '20261121T020000Z-9c56cc51'
    const run = { ...opened(id, endedHoursAgo + 1), state: 'complete' as const, endedAt: hoursAgo(endedHoursAgo) }
    await store.openRun(opened(id, endedHoursAgo + 1))
    await store.ledger.putDigest(id, digestOf({ run, summaries: [] }))
    await store.closeRun(run)
    const key = `${id}/digest/C1`
    if (messages > 0) await store.outbox.take({ key, run: id, part: 'digest', destination: 'C1' }, 1)
    if (sent) await store.outbox.settle(key, { state: 'sent', receipt: '1.1' })
    const lines = await loggedLines(() => handler(undefined, invocation))
    expect(lines.some(({ kind, run: of }) => kind === 'notified' && of === id)).toBe(notified)
  })

  it('emits how old the last complete run is, each time', async () => {
    const store = await storeOf()
    await store.openRun(opened('20261121T020000Z-9c56cc51', 3))
    const ended = { ...opened('20261121T020000Z-9c56cc51', 3), state: 'complete' as const, endedAt: hoursAgo(2) }
    await store.ledger.putDigest(ended.id, digestOf({ run: ended, summaries: [] }))
    await store.closeRun(ended)
    const lines = await loggedLines(() => handler(undefined, invocation))
    const [age] = lines.flatMap(({ RunAgeHours }) => (typeof RunAgeHours === 'number' ? [RunAgeHours] : []))
    expect(age).toBeCloseTo(2, 1)
  })

  it('finds the last complete run behind many runs of one cluster', async () => {
    const store = await storeOf()
    await store.openRun(opened('20261119T020000Z-9c56cc51', 50))
    const endedAt = hoursAgo(49)
    await store.closeRun({ ...opened('20261119T020000Z-9c56cc51', 50), state: 'complete', endedAt })
    for (let at = 0; at < 60; at++) await store.openRun({ ...opened(`on-demand-${at}`, 1 - at / 100), partial: true })
    const lines = await loggedLines(() => handler(undefined, invocation))
    expect(lines).toContainEqual(expect.objectContaining({ RunAgeHours: expect.closeTo(49, 1) }))
  })
})

const concludeHandler = coldHandler(() => import('../../../functions/conclude-run.ts'))

it('a run whose figures cannot be read is concluded all the same, so that people are notified of it', async () => {
  const run = '20261121T020000Z-9c56cc51'
  const store = await storeOf()
  const startedAt = '2026-11-21T02:00:00.000Z'
  const counts = { clusters: 1, audited: 1, unknowns: 0, opened: 0, worsened: 0, resolved: 0 }
  const open = { critical: 0, high: 0, medium: 0, low: 0, info: 0 }
  await store.closeRun({
    id: run,
    fleet: 'shop',
    startedAt,
    endedAt: startedAt,
    state: 'complete',
    partial: false,
    ruleSet: '{}',
    counts: { ...counts, open },
    ledger: [{ id: 'web', kind: 'cluster', outcome: 'audited' }],
  })
  await loseLedger(run)
  const lines = await loggedLines(async () => {
    expect(await concludeHandler({ run }, invocation)).toEqual({ run, state: 'complete' })
  })
  expect(lines).toContainEqual(expect.objectContaining({ kind: 'metrics', RunIncomplete: 0 }))
  expect(lines).toContainEqual(expect.objectContaining({ kind: 'figures-failed', code: 'store', level: 'ERROR' }))
})

/** Deletes the row that has the ledger of the run, which its other rows name. */
async function loseLedger(run: string): Promise<void> {
  const client = createClient({
    endpoint: tables?.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'run', secretAccessKey: 'run' },
  })
  const table = createFleetTable(client, 'fleet', () => new Date().toISOString())
  const rows = await allRows(table, { partition: runPartition(run), prefix: 'LEDGER#', only: ['sk'] })
  expect(rows).toHaveLength(1)
  await batchWrite(
    table,
    rows.map(({ sk }) => deletionOf({ pk: runPartition(run), sk: String(sk) })),
  )
  client.destroy()
}
