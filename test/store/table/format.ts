import { DeleteCommand, DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import { openTableStore } from '@fleet-auditor/adapters/store/table-store.ts'
import { storedFormat } from '@fleet-auditor/adapters/store/table/format.ts'
import { formatKey } from '@fleet-auditor/adapters/store/table/keys.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { expect, it } from 'vitest'
import { fixedNow } from '../contract/store-bench.ts'
import { cluster, record, run } from '../records.ts'
import type { TableBench } from './table-bench.ts'
import { dump, meteredClient } from './wire.ts'

const token = { id: 't1', name: 'portal', hash: 'h', scopes: [], createdAt: '2026-02-01T00:00:00Z' }

/** What an auditor leaves that knew no formats. */
const uses: readonly [string, (store: FleetStore) => Promise<unknown>][] = [
  ['a run', (store) => store.openRun(run(1))],
  ['a token', (store) => store.tokens.create(token)],
]

const verbs: readonly [string, (store: FleetStore) => Promise<unknown>][] = [
  ['a read', (store) => store.readState(cluster('a'))],
  ['a list', (store) => store.pages.page({}, 10)],
  ['a write', (store) => store.recordAudit(record(cluster('a'), 1))],
  ['a claim', (store) => store.ledger.claimPass('run-1', 1, 0)],
]

export function formatCases(bench: () => TableBench): void {
  const formatRows = async (table: string) => (await dump(bench().client(), table)).filter(({ pk }) => pk === 'FORMAT')
  const documents = () => DynamoDBDocumentClient.from(bench().client())
  const putFormat = (table: string, format: number) =>
    documents().send(new PutCommand({ TableName: table, Item: { ...formatKey, format } }))

  it('is written once by 20 stores whose first write is to an unused table', async () => {
    const table = await bench().unusedTable()
    await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        bench()
          .store(table)
          .recordAudit(record(cluster(`c${at}`), 1)),
      ),
    )
    expect(await formatRows(table)).toEqual([{ ...formatKey, format: storedFormat }])
  })

  it.each(verbs.slice(0, 2))('is not written by %s of an unused table', async (_, verb) => {
    const table = await bench().unusedTable()
    const { client, meter } = meteredClient(bench().client())
    await verb(bench().store(table, { client }))
    expect(meter.writes).toBe(0)
    expect(await dump(bench().client(), table)).toEqual([])
  })

  it('costs a store of a used table one read of at most one unit, and no write, however much it is called', async () => {
    const table = await bench().unusedTable()
    await bench().store(table).openRun(run(1))
    const { client, meter } = meteredClient(bench().client())
    const store = bench().store(table, { client })
    await Promise.all(Array.from({ length: 10 }, () => store.readRunSummary('run-2')))
    const { requests, readUnits } = meter
    expect({ requests, writes: meter.writes }).toEqual({ requests: 11, writes: 0 })
    for (let time = 0; time < 10; time += 1) await store.readRunSummary('run-2')
    expect(meter.requests).toBe(21)
    expect(readUnits - (meter.readUnits - readUnits)).toBeLessThanOrEqual(1)
    expect(await store.ledger.claimPass('run-1', 1, 0)).toBe(true)
    expect({ requests: meter.requests, writes: meter.writes }).toEqual({ requests: 22, writes: 1 })
  })

  it('is checked once by a process that opens a store of a deployed table for every invocation', async () => {
    const table = await bench().unusedTable()
    const { config } = bench().client()
    const endpoint = await config.endpoint?.()
    const own = `http://${endpoint?.hostname}:${endpoint?.port}`
    const place = { endpoint: bench().endpoint ?? own, region: await config.region() }
    const open = () => openTableStore({ table, now: fixedNow, ...place, credentials: config.credentials })
    for (const number of [1, 2]) {
      const store = await open()
      await store.openRun(run(number))
      await store.close()
      await putFormat(table, storedFormat + 1)
    }
    await expect(bench().store(table).listRuns(1)).rejects.toMatchObject({ code: 'store' })
  })

  it.each(uses)('is missed in a table that holds %s, and the table is refused', async (_, use) => {
    const table = await bench().unusedTable()
    await use(bench().store(table))
    await documents().send(new DeleteCommand({ TableName: table, Key: formatKey }))
    const before = await dump(bench().client(), table)
    for (const [, verb] of verbs) {
      await expect(verb(bench().store(table))).rejects.toMatchObject({
        code: 'store',
        message: `this store was written by a fleet-auditor that was never released; this one reads format ${storedFormat}`,
        details: {
          place: expect.stringContaining(`table ${table}, http://`),
          remedy: 'deploy a new table (another stage has its own), or name another one with --table',
        },
      })
    }
    expect(await dump(bench().client(), table)).toEqual(before)
  })

  it.each(verbs)('refuses %s of a table of a newer format', async (_, verb) => {
    const table = await bench().unusedTable()
    await putFormat(table, storedFormat + 1)
    await expect(verb(bench().store(table))).rejects.toMatchObject({
      code: 'store',
      message: 'this store was written by a newer fleet-auditor: upgrade',
      details: {
        place: expect.stringContaining(`table ${table}, http://`),
        remedy: expect.stringMatching(/^upgrade fleet-auditor .*, or deploy a new table/),
      },
    })
    expect(await dump(bench().client(), table)).toHaveLength(1)
  })

  it.each(verbs)('refuses %s of a table of an older format', async (_, verb) => {
    const table = await bench().unusedTable()
    await putFormat(table, storedFormat - 1)
    await expect(verb(bench().store(table))).rejects.toMatchObject({
      code: 'store',
      message: `this store was written by a fleet-auditor of format ${storedFormat - 1}; this one reads format ${storedFormat}`,
      details: { remedy: expect.stringMatching(/^deploy a new table/) },
    })
    expect(await dump(bench().client(), table)).toHaveLength(1)
  })

  it('is checked again after a check that failed', async () => {
    const table = await bench().unusedTable()
    const store = bench().store(table)
    await putFormat(table, storedFormat + 1)
    await expect(store.openRun(run(1))).rejects.toMatchObject({ code: 'store' })
    await putFormat(table, storedFormat)
    await store.openRun(run(1))
    expect(await store.listRuns(5)).toHaveLength(1)
  })
}
