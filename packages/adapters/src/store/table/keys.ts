import type { NewRecord } from '@fleet-auditor/audit/ports/store.ts'
import type { Finding } from '@fleet-auditor/model/finding.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import { Target, targetPartition } from '@fleet-auditor/model/target.ts'

/**
 * The base table's key. The whole key design is here and in the files named for their keys (run-keys.ts,
 * latency-keys.ts): every other file asks for keys and makes none.
 */
export interface RowKey {
  readonly pk: string
  readonly sk: string
}

/** A partition and the start of the sort keys wanted there. */
export interface KeyPlace {
  readonly pk: string
  readonly prefix: string
}

/** Into how many partitions a list is spread. Part of the stored format: another number would lose rows. */
const shards = { registry: 8, run: 8, check: 8, state: 8 } as const

/** HEAD stands right before the states, one of which it names: one query brings both. */
export const headKey = (target: Target): RowKey => ({ pk: targetPartition(target), sk: committedPrefix })
export const committedPrefix = 'STATE'

/** Orders a target's records: time first, the run where two were taken at one instant. */
export const recordVersion = (takenAt: string, run: string): string => `${instant(takenAt)}#${encoded(run)}`
export const versionOf = ({ order, takenAt, run }: Pick<NewRecord, 'order' | 'takenAt' | 'run'>): string =>
  recordVersion(order ?? takenAt, run)
/** The time in a version, ISO 8601. */
export const orderOf = (version: string): string => version.slice(0, version.indexOf('#'))

export const recordPrefix = 'OBS#'
export const recordKey = (target: Target, version: string): RowKey => ({
  pk: targetPartition(target),
  sk: `${recordPrefix}${version}`,
})

export const statePrefix = `${committedPrefix}#`
/** `stateVersion` is the record's version and the hash of the content: two writers never mix their pieces. */
export const stateKey = (target: Target, stateVersion: string): RowKey => ({
  pk: targetPartition(target),
  sk: `${statePrefix}${stateVersion}`,
})

/** A piece of a row too large for one item; it sorts right behind its row. */
export const pieceKey = ({ pk, sk }: RowKey, hash: string, piece: number): RowKey => ({
  pk,
  sk: `${sk}#${hash}#${String(piece).padStart(3, '0')}`,
})

export const findingPrefix = (check?: string): string => (check === undefined ? 'F#' : `F#${encoded(check)}#`)
export const findingKey = (target: Target, check: string, fingerprint: string): RowKey => ({
  pk: targetPartition(target),
  sk: `${findingPrefix(check)}${fingerprint}`,
})

/** `gsi1`: findings by state and severity; `gsi2`: by check and state; both in the order of change. */
export function findingIndexKeys(finding: Finding): Record<'gsi1pk' | 'gsi1sk' | 'gsi2pk' | 'gsi2sk', string> {
  const { fingerprint, state, check } = finding
  const changed = changeKey(finding.changedAt, fingerprint)
  return {
    gsi1pk: statePartition(state, finding.severity, shardOf(fingerprint, shards.state)),
    gsi1sk: changed,
    gsi2pk: checkPartition(check, state, shardOf(fingerprint, shards.check)),
    gsi2sk: changed,
  }
}

/** All partitions of `gsi2` that hold findings of one check and state. */
export const checkPartitions = (check: string, state: Finding['state']): string[] =>
  numbers(shards.check).map((shard) => checkPartition(check, state, shard))

export const registryKey = (clusterKey: string): RowKey => ({
  pk: `CLUSTERS#${shardOf(clusterKey, shards.registry)}`,
  sk: clusterKey,
})
export const registryPartitions: readonly string[] = numbers(shards.registry).map((shard) => `CLUSTERS#${shard}`)

export const uidKey = (uid: string): RowKey => ({ pk: `UID#${encoded(uid)}`, sk: 'UID' })

export const runKey = (run: string): RowKey => ({ pk: `RUN#${encoded(run)}`, sk: 'META' })
export const runsPartition = 'RUNS'
export const runListKey = (startedAt: string, run: string): RowKey => ({
  pk: runsPartition,
  sk: recordVersion(startedAt, run),
})

/** What changed for one target in one run; one row per record, since a target may be audited twice in a run. */
export function eventKey(run: string, target: Target, version: string): RowKey {
  const { pk, prefix } = eventPlace(run, target)
  return { pk, sk: `${prefix}${version}` }
}
/** Where the events of a target lie, perhaps among those of others. */
export const eventPlace = (run: string, target: Target): KeyPlace => ({
  pk: eventPartition(run, shardOf(targetPartition(target), shards.run)),
  prefix: `${eventPrefix}${targetPartition(target)}#`,
})
export const eventPrefix = 'E#'
/** `E#CLUSTER#<key>#<instant>#<run>`: what stands between the first `#` and the last two. */
export const targetPartitionIn = (eventSortKey: string): string => eventSortKey.split('#').slice(1, -2).join('#')
export const eventPartitions = (run: string): string[] => numbers(shards.run).map((shard) => eventPartition(run, shard))

export const snapshotKey = (hash: string): RowKey => ({ pk: `SNAP#${hash}`, sk: '0' })

/** Where the sweep of the embedded store goes on. */
export const sweepKey: RowKey = { pk: 'SWEEP', sk: 'CURSOR' }

export function targetOf(partition: string): Target {
  const cut = partition.indexOf('#')
  return Target.parse({ kind: partition.slice(0, cut).toLowerCase(), key: partition.slice(cut + 1) })
}

/** ISO 8601 of one length in UTC, so that the order of strings is the order of time. */
export const instant = (time: string): string => new Date(time).toISOString()

const statePartition = (state: Finding['state'], severity: Severity, shard: number): string =>
  `${state}#${severity}#${shard}`

const checkPartition = (check: string, state: Finding['state'], shard: number): string =>
  `${encoded(check)}#${state}#${shard}`

/** One of the partitions beside the run's own, whatever the number. */
export const eventPartition = (run: string, number: number): string => `RUN#${encoded(run)}#${number % shards.run}`

/** `#` separates the parts of a key and stands in none of them. */
export const encoded = (part: string): string => part.replaceAll('%', '%25').replaceAll('#', '%23')

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, number) => number)
}

/** FNV-1a, 32 bit: spreads alike on every machine. */
function shardOf(text: string, count: number): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0
  return hash % count
}

/** A finding's place among others in the order of change: the sort key of both indexes, which no two findings share. */
export const changeKey = (changedAt: string, fingerprint: string): string => `${instant(changedAt)}#${fingerprint}`

/** Partitions of `gsi1` of one state and these severities; of all where none are named. */
export const statePartitions = (
  state: Finding['state'],
  severities: readonly Severity[] = Severity.options,
): string[] =>
  severities.flatMap((severity) => numbers(shards.state).map((shard) => statePartition(state, severity, shard)))

/** The target of a finding, by its fingerprint alone. */
export const pointerKey = (fingerprint: string): RowKey => ({ pk: `FP#${encoded(fingerprint)}`, sk: 'FP' })

/** Which version of the stored format the table has. */
export const formatKey: RowKey = { pk: 'FORMAT', sk: 'FORMAT' }

/** Waivers and attestations that were given by the CLI or the API: one row an event. */
export const decisionsPartition = 'DECISIONS'
export const decisionKey = (id: string, number: number): RowKey => ({
  pk: decisionsPartition,
  sk: `${id}#${String(number).padStart(6, '0')}`,
})

export const tokensPartition = 'TOKENS'
export const tokenKey = (id: string): RowKey => ({ pk: tokensPartition, sk: id })

export const outboxPartition = (run: string): string => `OUTBOX#${encoded(run)}`

/** A message's key begins with its run. */
export const outboxKey = (key: string): RowKey => ({ pk: outboxPartition(key.slice(0, key.indexOf('/'))), sk: key })
