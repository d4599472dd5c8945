import {
  decisionKey,
  eventPartition,
  findingKey,
  formatKey,
  headKey,
  outboxPartition,
  pointerKey,
  registryKey,
  runKey,
  runListKey,
  snapshotKey,
  tokenKey,
  uidKey,
} from '@fleet-auditor/adapters/store/table/keys.ts'
import { latencyKey, latencyPairKey } from '@fleet-auditor/adapters/store/table/latency-keys.ts'
import { digestKey, reportsKey, shardKey } from '@fleet-auditor/adapters/store/table/run-keys.ts'
import { tablePartitions } from '@fleet-auditor/adapters/store/table/table-partitions.ts'
import type { TablePart } from '@fleet-auditor/audit/access/right.ts'
import fc from 'fast-check'
import { expect, it } from 'vitest'

/** As IAM's StringLike: `*` stands for any text. */
function isLike(pattern: string, key: string): boolean {
  const [start = '', ...ends] = pattern.split('*')
  if (ends.length === 0) return key === pattern
  return key.startsWith(start) && key.length >= start.length && ends.every((end) => key.includes(end))
}

const partsOf = (pk: string): string[] =>
  Object.entries(tablePartitions).flatMap(([part, patterns]) =>
    patterns.some((pattern) => isLike(pattern, pk)) ? [part] : [],
  )

const at = '2026-11-21T02:00:00.000Z'
const pair = (from: string) => ({ from, to: `${from}~` })

/** The partition that each kind of key makes of any word, and what lies there. */
const made: readonly (readonly [TablePart, (word: string) => string])[] = [
  ['format', () => formatKey.pk],
  ['targets', (key) => headKey({ kind: 'cluster', key }).pk],
  ['targets', (key) => findingKey({ kind: 'plane', key }, 'check', 'f').pk],
  ['targets', () => headKey({ kind: 'fleet', key: 'fleet' }).pk],
  ['snapshots', (hash) => snapshotKey(hash).pk],
  ['pointers', (fingerprint) => pointerKey(fingerprint).pk],
  ['registry', (key) => registryKey(key).pk],
  ['uids', (uid) => uidKey(uid).pk],
  ['runs', (run) => runListKey(at, run).pk],
  ['run', (run) => runKey(run).pk],
  ['run', (run) => digestKey(run).pk],
  ['run', (run) => shardKey(run, 1).pk],
  ['run', (run) => reportsKey(run, 1, 0).pk],
  ['run', (run) => eventPartition(run, 3)],
  ['latency', (region) => latencyPairKey(pair(region)).pk],
  ['latency', (region) => latencyKey(pair(region), '2026-11-21').pk],
  ['outbox', (run) => outboxPartition(run)],
  ['tokens', (id) => tokenKey(id).pk],
  ['decisions', (id) => decisionKey(id, 1).pk],
]

it.each(made)('a key of %s lies in that part of the table and in no other, whatever names it', (part, key) => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constantFrom('', '*', '#', 'TOKENS', 'S#1', 'FORMAT')), (word) => {
      expect(partsOf(key(word))).toEqual([part])
    }),
  )
})

it('every part of the table has a key that lies there', () => {
  expect(new Set(made.map(([part]) => part))).toEqual(new Set(Object.keys(tablePartitions)))
})
