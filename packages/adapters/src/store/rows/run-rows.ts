import { LedgerRow, RunSummary, type Run } from '@fleet-auditor/model/run.ts'
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import { z } from 'zod'
import type { FleetTable } from '../fleet-table.ts'
import { absent } from '../table/conditional.ts'
import { expiryAfter } from '../table/expiry.ts'
import { runKey, runListKey, runsPartition } from '../table/keys.ts'
import { damaged, readPacked, unpackRow, writePacked } from '../table/packed-rows.ts'
import { pack } from '../table/packing.ts'
import { queryRows, readRow, readsAtOnce, type Row } from '../table/read-rows.ts'
import { runLedgerKey } from '../table/run-keys.ts'

const Named = z.object({ ledger: z.string().optional() })
const ListedRun = z.object({ run: z.string() })
const Ledger = z.array(LedgerRow)
/** Runs of before ledgers had rows of their own bear them within. */
const StoredRun = RunSummary.extend({ ledger: Ledger.optional() })

/** Neither opened nor closed again by a late double. */
const notOver = { or: [absent, { attr: 'closed', eq: false } as const] }

export async function openRun(table: FleetTable, run: Run): Promise<void> {
  if (await putRun(table, run, false)) await listRun(table, run)
}

/** META is the commit, so it comes last. The first close wins: its outcome may have been reported already. */
export async function closeRun(table: FleetTable, run: Run): Promise<void> {
  const stored = await readRow(table, runKey(run.id), ['closed', 'expiresAt'])
  if (stored?.['closed'] === true) return
  await listRun(table, run)
  await putRun(table, run, true)
}

/** The ledger's row before META, which names it. False where the run is over. */
async function putRun(table: FleetTable, { ledger, ...summary }: Run, closed: boolean): Promise<boolean> {
  const expiresAt = expiryAfter(table.now(), table.retention.runs)
  const packed = pack(JSON.stringify(ledger))
  const named = ledger.length === 0 ? {} : { ledger: packed.hash }
  if (ledger.length > 0) await writePacked(table, runLedgerKey(summary.id, packed.hash), packed, { expiresAt })
  const attributes = { expiresAt, closed, ...named }
  return writePacked(table, runKey(summary.id), pack(JSON.stringify(summary)), { ...attributes, condition: notOver })
}

async function listRun(table: FleetTable, run: Run): Promise<void> {
  const expiresAt = expiryAfter(table.now(), table.retention.runs)
  const row = { ...runListKey(run.startedAt, run.id), run: run.id, expiresAt }
  await table.entities.listedRun.build(PutItemCommand).item(row).send()
}

export async function readRun(table: FleetTable, id: string): Promise<Run | undefined> {
  const row = await readRow(table, runKey(id))
  if (!row) return undefined
  const { ledger, ...summary } = StoredRun.parse(await unpackRow(table, row))
  return { ...summary, ledger: ledger ?? (await readLedger(table, id, row)) }
}

async function readLedger(table: FleetTable, id: string, row: Row): Promise<LedgerRow[]> {
  const hash = Named.parse(row).ledger
  if (hash === undefined) return []
  const ledger = await readPacked(table, runLedgerKey(id, hash))
  if (ledger === undefined) throw damaged(table, runKey(id), 'META names a ledger that is not there')
  return Ledger.parse(ledger)
}

export async function readRunSummary(table: FleetTable, id: string): Promise<RunSummary | undefined> {
  const run = await readPacked(table, runKey(id))
  return run === undefined ? undefined : RunSummary.parse(run)
}

/** Newest first. */
export async function listRuns(table: FleetTable, limit: number): Promise<RunSummary[]> {
  const found: RunSummary[] = []
  const listed = listedRuns(table, Math.min(limit, 100))
  while (found.length < limit) {
    const some = await take(listed, Math.min(limit - found.length, readsAtOnce))
    if (some.length === 0) break
    const read = await Promise.all(some.map((id) => readRunSummary(table, id)))
    for (const run of read) if (run !== undefined) found.push(run)
  }
  return found
}

/** Opened twice at two moments, a run is listed twice. */
async function* listedRuns(table: FleetTable, pageSize: number): AsyncGenerator<string> {
  const seen = new Set<string>()
  for await (const row of queryRows(table, { partition: runsPartition, newestFirst: true, pageSize })) {
    const { run } = ListedRun.parse(row)
    if (!seen.has(run)) yield run
    seen.add(run)
  }
}

async function take<T>(from: AsyncGenerator<T>, count: number): Promise<T[]> {
  const taken: T[] = []
  while (taken.length < count) {
    const next = await from.next()
    if (next.done === true) break
    taken.push(next.value)
  }
  return taken
}
