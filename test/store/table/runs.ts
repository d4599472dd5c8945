import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { createFleetTable } from '@fleet-auditor/adapters/store/fleet-table.ts'
import { runKey } from '@fleet-auditor/adapters/store/table/keys.ts'
import { writePacked } from '@fleet-auditor/adapters/store/table/packed-rows.ts'
import { pack } from '@fleet-auditor/adapters/store/table/packing.ts'
import { expect, it } from 'vitest'
import { ended, ledgerOf } from '../contract/runs.ts'
import { fixedNow } from '../contract/store-bench.ts'
import { noise } from '../noise.ts'
import { run } from '../records.ts'
import type { TableBench } from './table-bench.ts'
import { dyingClient } from './wire.ts'

export function runRowCases(bench: () => TableBench): void {
  it('stores a large ledger in rows beside the one that lists read', async () => {
    const table = await bench().newTable()
    const store = bench().store(table)
    const ledger = ledgerOf(10_000).map((row) => ({ ...row, detail: noise(0.06) }))
    await store.openRun(run(1))
    await store.closeRun(ended(1, { ledger }))
    expect(await store.readRun('run-1')).toEqual(ended(1, { ledger }))
    const rows = (await bench().rows(table)).filter(({ pk }) => pk === 'RUN#run-1')
    const kinds = rows.map(({ sk }) => String(sk).split('#'))
    expect(kinds.filter(([kind, , piece]) => kind === 'LEDGER' && piece !== undefined)).not.toEqual([])
    expect(kinds.filter(([kind]) => kind === 'META')).toHaveLength(1)
    const { ledger: _, ...summary } = ended(1)
    expect(rows.at(-1)).toMatchObject({ sk: 'META', pieces: 1, bytes: summary })
    expect(rows.at(-1)?.['bytes']).not.toHaveProperty('ledger')
  })

  it.each([0, 1, 2])('closes a run whose close was killed after %i writes', async (writes) => {
    const table = await bench().newTable()
    await bench().store(table).openRun(run(1))
    const dying = bench().store(table, { client: dyingClient(bench().client(), writes) })
    await expect(dying.closeRun(ended(1))).rejects.toThrow()
    const store = bench().store(table)
    expect(await store.readRun('run-1')).toEqual(run(1))
    await store.closeRun(ended(1, { state: 'incomplete', ledger: ledgerOf(5) }))
    expect(await store.readRun('run-1')).toEqual(ended(1, { state: 'incomplete', ledger: ledgerOf(5) }))
    expect((await store.listRuns(5)).map(({ id }) => id)).toEqual(['run-1'])
  })

  it('reads runs of before ledgers had rows of their own', async () => {
    const table = await bench().newTable()
    const old = createFleetTable(bench().client(), table, fixedNow)
    const store = bench().store(table)
    await store.openRun(ended(1))
    const packed = pack(JSON.stringify(ended(1, { ledger: ledgerOf(2_000) })))
    await writePacked(old, runKey('run-1'), packed, { expiresAt: 2_000_000_000, closed: true })
    const { ledger: _, ...summary } = ended(1)
    expect(await store.readRun('run-1')).toEqual(ended(1, { ledger: ledgerOf(2_000) }))
    expect(await store.readRunSummary('run-1')).toEqual(summary)
    expect(await store.listRuns(1)).toEqual([summary])
    await store.closeRun(ended(1, { state: 'incomplete' }))
    expect(await store.readRunSummary('run-1')).toEqual(summary)
  })

  it('names a run whose ledger was lost, and lists it all the same', async () => {
    const table = await bench().newTable()
    const store = bench().store(table)
    await store.closeRun(ended(1))
    const [row] = (await bench().rows(table)).filter(({ sk }) => String(sk).startsWith('LEDGER#'))
    const Key = { pk: row?.['pk'], sk: row?.['sk'] }
    await DynamoDBDocumentClient.from(bench().client()).send(new DeleteCommand({ TableName: table, Key }))
    await expect(store.readRun('run-1')).rejects.toMatchObject({ code: 'store', message: /names a ledger/ })
    expect(await store.listRuns(1)).toHaveLength(1)
  })
}
