import type { Change } from '@fleet-auditor/model/finding.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import { mapConcurrent } from '../map-concurrent.ts'
import type { FindingPages } from '../ports/finding-pages.ts'
import type { AuditRecord, Store } from '../ports/store.ts'

export type ChangeStore = Pick<Store, 'changesOf'> & { readonly pages: Pick<FindingPages, 'records'> }

/** What one run changed of one target. */
export interface RunOfTarget {
  readonly run: string
  /** ISO 8601. */
  readonly takenAt: string
  /** The target's first record: whatever failed in it was opened by it, and `changes` is empty. */
  readonly first: boolean
  readonly changes: readonly Change[]
  readonly record: AuditRecord
}

export interface ChangesAfter {
  /** Oldest first. */
  readonly runs: readonly RunOfTarget[]
  /** Records of before the time, newest first: some of them, where there are any. */
  readonly before: readonly AuditRecord[]
}

/** Records of the first request; a store that was audited every hour for 90 days has 2,160 of a target. */
const firstRecords = 60
const mostRecords = 3840
/** Reads of the store at once. */
const width = 16

/**
 * What the runs after a time (ISO 8601; absent: all that are stored) changed of a target, read where they wrote it. A
 * superseded record changed nothing.
 */
export async function changesAfter(
  target: Target,
  after: string | undefined,
  store: ChangeStore,
): Promise<ChangesAfter> {
  const records = (await recordsAfter(target, after, store)).filter(({ row }) => row.outcome !== 'superseded')
  const later = records.filter(({ takenAt }) => after === undefined || isAfter(takenAt, after))
  const runs = await changesIn(later, store)
  return { runs: runs.toReversed(), before: records.slice(later.length) }
}

async function recordsAfter(target: Target, after: string | undefined, store: ChangeStore): Promise<AuditRecord[]> {
  for (let limit = firstRecords; ; limit *= 4) {
    const records = await store.pages.records(target, limit)
    const oldest = records.at(-1)
    const isEnough = after !== undefined && oldest !== undefined && !isAfter(oldest.takenAt, after)
    if (isEnough || records.length < limit || limit >= mostRecords) return [...records]
  }
}

const isAfter = (time: string, other: string): boolean => Date.parse(time) > Date.parse(other)

/** What the runs of some records of one target changed, in their order; of two records of a run one. */
export async function changesIn(
  records: readonly AuditRecord[],
  store: Pick<Store, 'changesOf'>,
): Promise<RunOfTarget[]> {
  const byRun = new Map(records.map((record) => [record.run, record]))
  return mapConcurrent([...byRun.values()], width, async (record) => {
    const changed = await store.changesOf(record.run, record.target)
    const { run, takenAt } = record
    return { run, takenAt, record, first: changed?.first ?? false, changes: changed?.changes ?? [] }
  })
}
