import { eventPartitions, runKey } from '@fleet-auditor/adapters/store/table/keys.ts'
import { latencyKey, latencyPairKey, latencyPartition } from '@fleet-auditor/adapters/store/table/latency-keys.ts'
import {
  beginKey,
  digestKey,
  discoveredKey,
  failureKey,
  groupKey,
  listedKey,
  markKey,
  numberIn,
  reportsKey,
  runLedgerKey,
  runPartition,
  shardKey,
} from '@fleet-auditor/adapters/store/table/run-keys.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const pk = 'RUN#run%231'
const pair = { from: 'eu~1', to: 'us#1' }
const number = fc.nat({ max: 99_999 })

describe('the keys of a run', () => {
  it.each([
    ['its ledger', runLedgerKey('run#1', 'ab'), { pk, sk: 'LEDGER#ab' }],
    ['listed sources', listedKey('run#1', 'eks'), { pk, sk: 'LISTED#eks' }],
    ['a group', groupKey('run#1', 3), { pk, sk: 'GROUP#000003' }],
    ['what a group came to', discoveredKey('run#1', 3), { pk, sk: 'FOUND#000003' }],
    ['a shard', shardKey('run#1', 12), { pk, sk: 'SHARD#000012' }],
    ['a beginning', beginKey('run#1', 12, 1), { pk, sk: 'BEGIN#000012#000001' }],
    ['a mark', markKey('run#1', 12, 'a#b'), { pk, sk: 'MARK#000012#a%23b' }],
    ['a failure', failureKey('run#1', 'shard/12'), { pk, sk: 'FAILURE#shard/12' }],
    ['its digest', digestKey('run#1'), { pk, sk: 'DIGEST' }],
    ['reports', reportsKey('run#1', 12, 0), { pk: `${pk}#4`, sk: 'REPORTS#000012#000000' }],
    ['a day of latency', latencyKey(pair, '2026-02-01'), { pk: 'LATENCY#eu%7E1~us%231', sk: '2026-02-01' }],
    ['a pair of regions', latencyPairKey(pair), { pk: 'LATENCY', sk: 'eu%7E1~us%231' }],
  ])('of %s', (_, key, expected) => expect(key).toEqual(expected))

  it('lie in the partition of META', () => expect(runKey('run#1').pk).toBe(runPartition('run#1')))

  it('order shards and passes by their numbers, and give the number back', () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(shardKey('r', a).sk < shardKey('r', b).sk).toBe(a < b)
        expect(reportsKey('r', 1, a).sk < reportsKey('r', 1, b).sk).toBe(a < b)
        expect(numberIn(reportsKey('r', a, b).sk)).toBe(a)
      }),
    )
  })

  it('spread reports over the partitions that are read', () => {
    const written = Array.from({ length: 200 }, (_, shard) => reportsKey('r', shard, 0).pk)
    expect(new Set(written)).toEqual(new Set(eventPartitions('r')))
  })

  it('distinguish pairs of regions', () => {
    const regions = fc.record({ from: fc.string(), to: fc.string() })
    fc.assert(
      fc.property(regions, regions, (a, b) => {
        expect(latencyPartition(a) === latencyPartition(b)).toBe(a.from === b.from && a.to === b.to)
      }),
    )
  })
})
