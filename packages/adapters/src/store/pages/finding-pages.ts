import type { FindingFilter, FindingPage, FindingPages } from '@fleet-auditor/audit/ports/finding-pages.ts'
import type { Guarded } from '../commit/guarded.ts'
import type { FleetTable } from '../fleet-table.ts'
import { findFinding } from '../rows/finding-pointers.ts'
import { readRecords } from '../rows/record-rows.ts'
import { readCursor, writeCursor, type FindingCursor } from './finding-cursor.ts'
import { indexPartitions, targetPartitions } from './finding-filter.ts'
import { indexReader, targetReader, type Wanted } from './finding-steps.ts'
import { mergedPage, type OrderedPage } from './merged-pages.ts'
import { targetPage } from './target-pages.ts'

/** Units that a page may cost beside the rows on it, where not every row read is wanted. */
const spareUnits = 64
/** Where every row is wanted all the same: rows that expired and were not deleted yet, rows of many kilobytes. */
const exactSpareUnits = 512

/** Lists of findings over the table's indexes, and one finding by its fingerprint. */
export function createFindingPages({ reading }: Guarded): FindingPages {
  return {
    page: reading(readPage),
    find: reading(findFinding),
    records: reading((table, target, limit, before) => readRecords(table, target, { limit, before })),
  }
}

async function readPage(
  table: FleetTable,
  filter: FindingFilter,
  limit: number,
  cursor?: string,
): Promise<FindingPage> {
  const from = cursor === undefined ? undefined : readCursor(cursor, filter)
  const wanted = { filter, behind: from?.behind }
  const tried = from?.walk ? undefined : await pageOfTargets(table, wanted, limit)
  if (tried?.found) return toPage(tried, filter, {})
  const walked = await pageOfIndex(table, wanted, limit, tried?.units ?? 0)
  return toPage(walked, filter, filter.targets ? { walk: true } : {})
}

/** By the targets' own rows; undefined where the filter names none. */
async function pageOfTargets(table: FleetTable, wanted: Wanted, limit: number) {
  const targets = targetPartitions(wanted.filter)
  return targets && targetPage(targetReader(table, wanted), { targets, limit, spare: spareUnits })
}

async function pageOfIndex(table: FleetTable, wanted: Wanted, limit: number, spent: number): Promise<OrderedPage> {
  const { index, partitions, exact } = indexPartitions(wanted.filter)
  const spare = (exact ? exactSpareUnits : spareUnits) - spent
  const page = await mergedPage(indexReader(table, index, wanted), { partitions, limit, spare })
  return { ...page, units: page.units + spent }
}

function toPage(
  { found, behind, units }: OrderedPage,
  filter: FindingFilter,
  how: Pick<FindingCursor, 'walk'>,
): FindingPage {
  const findings = found.map(({ finding }) => finding)
  return { findings, units, next: behind === undefined ? undefined : writeCursor({ behind, ...how }, filter) }
}
