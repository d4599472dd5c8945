import type { StoredFinding } from '@fleet-auditor/audit/ports/store.ts'
import type { Row } from '../table/read-rows.ts'

/** A finding at its place in the order of change (`changeKey`). */
export interface OrderedFinding {
  readonly place: string
  readonly finding: StoredFinding
}

/** One request's answer. */
export interface Step {
  /** What the list wants of the rows read, newest first. */
  readonly wanted: readonly OrderedFinding[]
  /** Place of the last row read, wanted or not; absent where none was. */
  readonly reached?: string
  readonly rows: number
  readonly bytes: number
  readonly units: number
  readonly from?: Row
}

export type ReadStep = (partition: string, rows: number, from: Row | undefined) => Promise<Step>

/** How far one partition is read. */
export interface PartitionStream {
  readonly partition: string
  /** Everything newer than this place is read; absent before the first row. */
  readonly reached?: string
  readonly from?: Row
  readonly ended: boolean
  /** Rows of its next request. */
  readonly next: number
}

/** Rows of about 1 KB: this many still cost half a unit, as a single one does. */
const fewRows = 3
const mostRows = 48

/**
 * Streams to be merged into a list. Where a partition's share of the page is more than a few rows, the first request
 * asks for one standard deviation more than that: most of them then need no second one.
 */
export function streamsOf(partitions: readonly string[], limit: number): PartitionStream[] {
  const share = limit / partitions.length
  const first = share <= fewRows ? fewRows : Math.ceil(share + Math.sqrt(share))
  return partitions.map((partition) => ({ partition, ended: false, next: Math.min(first, limit) }))
}

/** The stream after a step. Requests behind the first begin small again and double: what is read too much costs too. */
export function after(stream: PartitionStream, { reached, from }: Step): PartitionStream {
  const next = stream.reached === undefined ? fewRows : Math.min(stream.next * 2, mostRows)
  const last = reached ?? stream.reached
  return {
    partition: stream.partition,
    next,
    ended: from === undefined,
    reached: last,
    from,
  }
}
