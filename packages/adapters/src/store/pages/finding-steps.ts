import type { FindingFilter } from '@fleet-auditor/audit/ports/finding-pages.ts'
import type { FleetTable } from '../fleet-table.ts'
import { toFinding } from '../rows/finding-rows.ts'
import { isExpired } from '../table/expiry.ts'
import { changeKey, findingPrefix, instant } from '../table/keys.ts'
import { meteredQuery, totalBytes } from '../table/metered-query.ts'
import type { Row } from '../table/read-rows.ts'
import { matcherOf, targetPartitions } from './finding-filter.ts'
import type { OrderedFinding, ReadStep, Step } from './partition-stream.ts'

/** What a page wants: findings of the filter, behind a place (`changeKey`). */
export interface Wanted {
  readonly filter: FindingFilter
  readonly behind?: string
}

/** Before and behind every sort key of an index, which begins with a year. */
const [first, last] = ['0', '~'] as const

/** Reads an index partition from where the list stands, the last changed first. */
export function indexReader(table: FleetTable, index: 'gsi1' | 'gsi2', wanted: Wanted): ReadStep {
  const { behind } = wanted
  const { changedSince } = wanted.filter
  const range = [changedSince === undefined ? first : instant(changedSince), behind ?? last] as const
  const select = selector(table, wanted)
  return async (partition, limit, from) => {
    if (range[0] > range[1]) return { wanted: [], rows: 0, bytes: 0, units: 0 }
    const query = { partition, index, range, limit, newestFirst: true, from }
    const answer = await meteredQuery(table, query)
    const { rows, units } = answer
    const lastRow = rows.at(-1)
    const reached = lastRow && String(lastRow[`${index}sk`])
    return {
      wanted: rows.flatMap(select),
      rows: rows.length,
      bytes: totalBytes(rows),
      units,
      // the row that the list stands at is no step ahead
      reached: reached === undefined || reached === behind ? undefined : reached,
      from: answer.from,
    }
  }
}

/** All of a target's findings that are wanted, in any order, and what they cost. */
export type ReadTarget = (partition: string) => Promise<Pick<Step, 'wanted' | 'units'>>

/** Reads all of a target's own rows, those of one check where the filter names it. */
export function targetReader(table: FleetTable, wanted: Wanted): ReadTarget {
  const prefix = findingPrefix(wanted.filter.check)
  const select = selector(table, wanted)
  return async (partition) => {
    const found: OrderedFinding[] = []
    let units = 0
    let from: Row | undefined
    do {
      const query = { partition, range: [prefix, `${prefix}~`] as const, from }
      const answer = await meteredQuery(table, query)
      for (const row of answer.rows) for (const one of select(row)) found.push(one)
      units += answer.units
      from = answer.from
    } while (from)
    return { wanted: found, units }
  }
}

/** A row's finding at its place where it is wanted, else nothing. Rows of other targets are not even parsed. */
function selector(table: FleetTable, { filter, behind }: Wanted): (row: Row) => OrderedFinding[] {
  const matches = matcherOf(filter)
  const targets = targetPartitions(filter)
  const partitions = targets && new Set(targets)
  return (row) => {
    if (isExpired(row, table.now()) || (partitions && !partitions.has(String(row['pk'])))) return []
    const finding = toFinding(row)
    const place = changeKey(finding.changedAt, finding.fingerprint)
    return matches(finding) && (behind === undefined || place < behind) ? [{ place, finding }] : []
  }
}
