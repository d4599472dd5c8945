import type { CloudWorker } from '@fleet-auditor/model/run-plan.ts'
import { encoded, eventPartition, eventPartitions, type KeyPlace, type RowKey } from './keys.ts'

/** Named by its content: of two writers that close one run at once, META names the row of one, whole. */
export const runLedgerKey = (run: string, hash: string): RowKey => ({ pk: runPartition(run), sk: `LEDGER#${hash}` })

export const runPartition = (run: string): string => `RUN#${encoded(run)}`

/** Artifacts that the workers of a run write for each other, in its partition. */
export const artifactPrefixes = {
  listed: 'LISTED#',
  group: 'GROUP#',
  discovered: 'FOUND#',
  shard: 'SHARD#',
  failure: 'FAILURE#',
} as const

export const listedKey = (run: string, worker: CloudWorker): RowKey => ({
  pk: runPartition(run),
  sk: `${artifactPrefixes.listed}${worker}`,
})

export const groupKey = (run: string, group: number): RowKey => ({
  pk: runPartition(run),
  sk: `${artifactPrefixes.group}${ordered(group)}`,
})

export const discoveredKey = (run: string, group: number): RowKey => ({
  pk: runPartition(run),
  sk: `${artifactPrefixes.discovered}${ordered(group)}`,
})

export const shardKey = (run: string, shard: number): RowKey => ({
  pk: runPartition(run),
  sk: `${artifactPrefixes.shard}${ordered(shard)}`,
})

export const beginKey = (run: string, shard: number, pass: number): RowKey => ({
  pk: runPartition(run),
  sk: `BEGIN#${ordered(shard)}#${ordered(pass)}`,
})

export const markKey = (run: string, shard: number, cluster: string): RowKey => ({
  pk: runPartition(run),
  sk: `MARK#${ordered(shard)}#${encoded(cluster)}`,
})

export const failureKey = (run: string, item: string): RowKey => ({
  pk: runPartition(run),
  sk: `${artifactPrefixes.failure}${encoded(item)}`,
})

export const digestKey = (run: string): RowKey => ({ pk: runPartition(run), sk: 'DIGEST' })

export const fleetFileKey = (run: string): RowKey => ({ pk: runPartition(run), sk: 'FLEET' })

/** Where reports of one shard lie: beside the events, since at the end of a run all shards write at once. */
export const reportsPlace = (run: string, shard: number): KeyPlace => ({
  pk: eventPartition(run, shard),
  prefix: `REPORTS#${ordered(shard)}#`,
})

export const reportsPlaces = (run: string): KeyPlace[] => eventPartitions(run).map((pk) => ({ pk, prefix: 'REPORTS#' }))

export function reportsKey(run: string, shard: number, pass: number): RowKey {
  const { pk, prefix } = reportsPlace(run, shard)
  return { pk, sk: `${prefix}${ordered(pass)}` }
}

/** The number of a group or shard, the second part of its sort key. */
export const numberIn = (sk: string): number => Number(sk.split('#')[1])

/** Numbers in the order of strings. */
const ordered = (number: number): string => String(number).padStart(6, '0')
