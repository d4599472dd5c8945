import type { Run, RunSummary } from '@fleet-auditor/model/run.ts'
import { expiryAfter, isExpired } from '../table/expiry.ts'
import { recordVersion } from '../table/keys.ts'
import { valueOf, valuesOf, type Memory } from './records.ts'

/** Neither opened nor closed again by a late double. */
function put({ records, now, retention }: Memory, run: Run, isOver: boolean): void {
  if (valueOf(records.runs, run.id, now())?.isOver) return
  records.runs.set(run.id, { value: { run, isOver }, expiresAt: expiryAfter(now(), retention.runs) })
}

export const openRun = (memory: Memory, run: Run): void => put(memory, run, false)

/** The first close wins. */
export function closeRun(memory: Memory, run: Run): void {
  put(memory, run, true)
  sweep(memory)
}

function sweep({ records, now }: Memory): void {
  for (const shelf of Object.values(records)) {
    for (const [key, entry] of shelf) if (isExpired({ ...entry }, now())) shelf.delete(key)
  }
}

export const readRun = ({ records, now }: Memory, id: string): Run | undefined => valueOf(records.runs, id, now())?.run

export function readRunSummary(memory: Memory, id: string): RunSummary | undefined {
  const run = readRun(memory, id)
  return run && summaryOf(run)
}

/** Newest first. */
export function listRuns({ records, now }: Memory, limit: number): RunSummary[] {
  const place = (run: Run): string => recordVersion(run.startedAt, run.id)
  const runs = valuesOf(records.runs, now()).map(({ run }) => run)
  return runs
    .toSorted((a, b) => (place(a) < place(b) ? 1 : -1))
    .slice(0, limit)
    .map(summaryOf)
}

function summaryOf(run: Run): RunSummary {
  const { ledger: _, ...summary } = run
  return summary
}
