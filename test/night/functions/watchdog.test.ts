import { afterEach, describe, expect, it } from 'vitest'
import { handler, overdueMs } from '../../../functions/watchdog.ts'
import { machineSeconds } from '../../../infra/timeouts.ts'
import { writtenLines } from '../../functions/written-lines.ts'
import { startTables, type NightTables } from '../interpreter/night-table.ts'
import { deploy, invocation } from './fleet-file.ts'

let tables: NightTables | undefined
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
    const lines = await writtenLines(() => handler(undefined, invocation))
    expect(await store.readRunSummary('20261120T020000Z-9c56cc51')).toMatchObject({ state: 'incomplete' })
    expect(await store.readRunSummary('20261121T020000Z-9c56cc51')).toMatchObject({ state: 'running' })
    expect(lines).toContainEqual(expect.objectContaining({ kind: 'metrics', RunIncomplete: 1 }))
    expect(lines).toContainEqual(expect.objectContaining({ kind: 'notified', run: '20261120T020000Z-9c56cc51' }))
  })

  it('says how old the last complete run is, each time', async () => {
    const store = await storeOf()
    await store.openRun(opened('20261121T020000Z-9c56cc51', 3))
    await store.closeRun({ ...opened('20261121T020000Z-9c56cc51', 3), state: 'complete', endedAt: hoursAgo(2) })
    const lines = await writtenLines(() => handler(undefined, invocation))
    const [age] = lines.flatMap(({ RunAgeHours }) => (typeof RunAgeHours === 'number' ? [RunAgeHours] : []))
    expect(age).toBeCloseTo(2, 1)
  })
})
