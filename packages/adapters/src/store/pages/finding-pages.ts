import type { FindingFilter, FindingPage, FindingPages } from '@fleet-auditor/audit/ports/finding-pages.ts'
import type { FleetTable, Guarded } from '../fleet-table.ts'
import { findFinding } from '../rows/finding-rows.ts'
import { readRecords } from '../rows/record-rows.ts'
import { unitsOfBytes } from '../table/metered-query.ts'
import { readCursor, writeCursor, indexPartitions, targetPartitions, type FindingCursor } from './finding-filter.ts'
import { indexReader, targetReader, type ReadTarget, type Wanted } from './finding-steps.ts'
import { newerFirst, mergedPage, type OrderedPage } from './merged-pages.ts'
import type { OrderedFinding } from './partition-stream.ts'

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

/** Units of one row that is wanted, for judging: a row of about 1 KB. */
const rowUnits = 1 / 8

/** Targets read before the cost of all of them is estimated. */
const sample = 4

interface TargetPageRequest {
  readonly targets: readonly string[]
  readonly limit: number
  /** Units that a page may cost beside twice those of its findings. One target is read whatever it costs. */
  readonly spare: number
}

/** What was read of the first targets. */
interface Read {
  readonly targets: number
  readonly found: number
  readonly units: number
}

/**
 * A page of a few targets' findings: their own rows are in the order of checks, so every one is read for each page.
 * Without a page where that turns out too dear: then only the units spent on finding out.
 */
export async function targetPage(
  read: ReadTarget,
  request: TargetPageRequest,
): Promise<OrderedPage | { readonly found?: undefined; readonly units: number }> {
  const { targets, limit } = request
  const found: OrderedFinding[] = []
  let units = 0
  for (let at = 0, some = sample; at < targets.length; at += some, some *= 2) {
    if (isTooDear({ targets: at, found: found.length, units }, request)) return { units }
    for (const target of await Promise.all(targets.slice(at, at + some).map(read))) {
      for (const one of target.wanted) found.push(one)
      units += target.units
    }
  }
  const page = found.toSorted((a, b) => newerFirst(a.place, b.place)).slice(0, limit)
  const last = page.at(-1)
  return { found: page, units, behind: last && found.length > limit ? last.place : undefined }
}

/** Estimated by the targets read so far; before the first, by the least that all of them can cost. */
function isTooDear(read: Read, { targets, limit, spare }: TargetPageRequest): boolean {
  if (read.targets === 0) return targets.length * unitsOfBytes(0) > spare + 2 * limit * rowUnits
  const times = targets.length / read.targets
  return read.units * times > spare + 2 * Math.min(read.found * times, limit) * rowUnits
}
