import { unitsOfBytes } from '../table/metered-query.ts'
import {
  after,
  streamsOf,
  type PartitionStream,
  type OrderedFinding,
  type ReadStep,
  type Step,
} from './partition-stream.ts'

export interface OrderedPage {
  readonly found: readonly OrderedFinding[]
  /** The place behind which the next page begins; absent at the end. */
  readonly behind?: string
  readonly units: number
}

interface MergeRequest {
  readonly partitions: readonly string[]
  readonly limit: number
  /** Units for rows that are read in vain; the rows found are paid beside it. A page that exceeds it ends short. */
  readonly spare: number
}

interface Merge {
  streams: readonly PartitionStream[]
  /** Newest first, of all streams. */
  found: readonly OrderedFinding[]
  units: number
  rows: number
  bytes: number
}

/** Partitions asked at once behind the first round. */
const atOnce = 4

/**
 * A page of many partitions, each in the order of change, the last first. A first round asks every partition for few
 * rows; then only those go on that may still hold something newer than what would end the page. So the cost follows
 * the page and the number of partitions, whatever these hold.
 */
export async function mergedPage(read: ReadStep, { partitions, limit, spare }: MergeRequest): Promise<OrderedPage> {
  const merge: Merge = { streams: streamsOf(partitions, limit), found: [], units: 0, rows: 0, bytes: 0 }
  let round = merge.streams
  while (round.length > 0) {
    await readRound(merge, round, read)
    round = nextRound(merge, limit, spare)
  }
  return pageOf(merge, limit)
}

async function readRound(merge: Merge, round: readonly PartitionStream[], read: ReadStep): Promise<void> {
  const steps = new Map<PartitionStream, Step>()
  const reading = round.map(async (stream) => steps.set(stream, await read(stream.partition, stream.next, stream.from)))
  await Promise.all(reading)
  const wanted = []
  for (const { rows, bytes, units, wanted: some } of steps.values()) {
    merge.rows += rows
    merge.bytes += bytes
    merge.units += units
    for (const one of some) wanted.push(one)
  }
  merge.streams = merge.streams.map((stream) => {
    const step = steps.get(stream)
    return step ? after(stream, step) : stream
  })
  merge.found = [...merge.found, ...wanted].toSorted((a, b) => newerFirst(a.place, b.place))
}

/** Those farthest ahead of the others; none where the page is known, or where it costs more than it may. */
function nextRound(merge: Merge, limit: number, spare: number): PartitionStream[] {
  const end = merge.found[limit - 1]?.place ?? ''
  const open = merge.streams.filter(({ ended, reached }) => !ended && (reached === undefined || reached > end))
  const unbegun = open.filter(({ reached }) => reached === undefined)
  if (unbegun.length > 0) return unbegun
  const round = open.toSorted((a, b) => newerFirst(a.reached ?? '', b.reached ?? '')).slice(0, atOnce)
  return isTooDear(merge, round, limit, spare) ? [] : round
}

/** Whether the round would cost more than may be spent beside what the page holds for certain. */
function isTooDear(merge: Merge, round: readonly PartitionStream[], limit: number, spare: number): boolean {
  const rowBytes = merge.bytes / Math.max(merge.rows, 1)
  const certain = completeFindings(merge).length
  let units = merge.units
  for (const { next } of round) units += unitsOfBytes(next * rowBytes)
  return units > spare + unitsOfBytes(Math.min(certain, limit) * rowBytes)
}

/** The place that every stream has reached; absent where all are at their end. */
const reachedByAll = ({ streams }: Merge): string | undefined =>
  streams.flatMap(({ ended, reached }) => (ended ? [] : [reached ?? ''])).toSorted(newerFirst)[0]

/** What stands before the place that every stream has reached: nothing can come between. */
function completeFindings(merge: Merge): readonly OrderedFinding[] {
  const reached = reachedByAll(merge)
  return reached === undefined ? merge.found : merge.found.filter(({ place }) => place >= reached)
}

function pageOf(merge: Merge, limit: number): OrderedPage {
  const reached = reachedByAll(merge)
  const complete = completeFindings(merge)
  const page = complete.slice(0, limit)
  const isAll = reached === undefined && complete.length <= limit
  const behind = page.length === limit ? page.at(-1)?.place : reached
  return { found: page, units: merge.units, behind: isAll || behind === undefined ? undefined : behind }
}

export const newerFirst = (a: string, b: string): number => (a < b ? 1 : a > b ? -1 : 0)
