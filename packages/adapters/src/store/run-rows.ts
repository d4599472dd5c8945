import { Run, RunSummary } from '@fleet-auditor/model/run.ts'
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import { z } from 'zod'
import { expiryAfter, kept } from './expiry.ts'
import type { FleetTable } from './fleet-table.ts'
import { runKey, runListKey, runsPartition } from './keys.ts'
import { readPacked, writePacked } from './packed-rows.ts'
import { pack } from './packing.ts'
import { queryRows } from './read-rows.ts'

const ListedRun = z.object({ run: z.string() })

/** A run that is over is not opened again by a late double. */
export async function openRun(table: FleetTable, run: Run): Promise<void> {
  const notOver = { or: [{ attr: 'pk', exists: false } as const, { attr: 'closed', eq: false } as const] }
  const expiresAt = expiryAfter(table.now(), kept.run)
  const opened = await writePacked(
    table,
    runKey(run.id),
    pack(JSON.stringify(run)),
    { expiresAt, closed: false },
    notOver,
  )
  if (opened) await listRun(table, run)
}

export async function closeRun(table: FleetTable, run: Run): Promise<void> {
  const expiresAt = expiryAfter(table.now(), kept.run)
  await writePacked(table, runKey(run.id), pack(JSON.stringify(run)), { expiresAt, closed: true })
  await listRun(table, run)
}

async function listRun(table: FleetTable, run: Run): Promise<void> {
  const expiresAt = expiryAfter(table.now(), kept.run)
  const row = { ...runListKey(run.startedAt, run.id), run: run.id, expiresAt }
  await table.entities.listedRun.build(PutItemCommand).item(row).send()
}

export async function readRun(table: FleetTable, id: string): Promise<Run | undefined> {
  const run = await readPacked(table, runKey(id))
  return run === undefined ? undefined : Run.parse(run)
}

export async function readRunSummary(table: FleetTable, id: string): Promise<RunSummary | undefined> {
  const run = await readPacked(table, runKey(id))
  return run === undefined ? undefined : RunSummary.parse(run)
}

/** Newest first. */
export async function listRuns(table: FleetTable, limit: number): Promise<RunSummary[]> {
  const runs = new Map<string, RunSummary>()
  const query = { partition: runsPartition, newestFirst: true, pageSize: Math.min(limit, 100) }
  for await (const row of queryRows(table, query)) {
    if (runs.size >= limit) break
    const id = ListedRun.parse(row).run
    // opened twice at two moments, it is listed twice
    const run = runs.has(id) ? undefined : await readRunSummary(table, id)
    if (run) runs.set(id, run)
  }
  return [...runs.values()]
}
