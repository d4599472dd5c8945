import {
  checkPartitions,
  eventKey,
  eventPartitions,
  findingIndexKeys,
  findingKey,
  headKey,
  instant,
  recordKey,
  recordVersion,
  targetOf,
  pieceKey,
  registryKey,
  registryPartitions,
  runKey,
  runListKey,
  snapshotKey,
  stateKey,
  statePartitions,
  uidKey,
} from '@fleet-auditor/adapters/store/table/keys.ts'
import { Provider } from '@fleet-auditor/model/provider.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import { fleetTarget, targetPartition, type Target } from '@fleet-auditor/model/target.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cluster, day, finding } from '../records.ts'

const target = cluster('c1')
const version = '2026-02-01T12:00:00.000Z#run-1'

describe('the keys', () => {
  it.each([
    ['HEAD', headKey(target), { pk: 'CLUSTER#c1', sk: 'STATE' }],
    ['HEAD of the fleet', headKey(fleetTarget), { pk: 'FLEET#fleet', sk: 'STATE' }],
    ['HEAD of a plane', headKey({ kind: 'plane', key: 'prod' }), { pk: 'PLANE#prod', sk: 'STATE' }],
    ['OBS', recordKey(target, version), { pk: 'CLUSTER#c1', sk: `OBS#${version}` }],
    ['STATE', stateKey(target, `${version}#ab`), { pk: 'CLUSTER#c1', sk: `STATE#${version}#ab` }],
    ['a piece', pieceKey(snapshotKey('h'), 'ab', 2), { pk: 'SNAP#h', sk: '0#ab#002' }],
    ['a finding', findingKey(target, 'a#b', 'f1'), { pk: 'CLUSTER#c1', sk: 'F#a%23b#f1' }],
    ['a UID', uidKey('u-1'), { pk: 'UID#u-1', sk: 'UID' }],
    ['a run', runKey('run#1'), { pk: 'RUN#run%231', sk: 'META' }],
    ['a listed run', runListKey(day(1), 'run-1'), { pk: 'RUNS', sk: version }],
    ['a snapshot', snapshotKey('h'), { pk: 'SNAP#h', sk: '0' }],
  ])('of %s', (_, key, expected) => expect(key).toEqual(expected))

  it('order records by time, whatever the precision it was written in', () => {
    const times = [
      '2026-02-01T12:00:00Z',
      '2026-02-01T12:00:00.500Z',
      '2026-02-01T13:00:01+00:00',
      '2026-02-02T00:00:00Z',
    ]
    const versions = times.map((time) => recordVersion(time, 'r'))
    expect(versions).toEqual(versions.toSorted())
    expect(recordVersion('2026-02-01T12:00:00Z', 'r')).toBe(recordVersion('2026-02-01T13:00:00+01:00', 'r'))
  })

  it('distinguish targets, and lead back to them', () => {
    const targets = fc.oneof(
      fc.record({ kind: fc.constantFrom('cluster' as const, 'plane' as const), key: fc.string({ minLength: 1 }) }),
      fc.constant<Target>(fleetTarget),
    )
    fc.assert(
      fc.property(targets, (any) => {
        expect(targetOf(targetPartition(any))).toEqual(any)
      }),
    )
  })

  it('give an index key of one form for every finding, in a partition that its query asks', () => {
    const findings = fc.record({
      fingerprint: fc.stringMatching(/^[0-9a-f]{32}$/),
      check: fc.constantFrom('missing-resources', 'unpinned-image'),
      state: fc.constantFrom('open' as const, 'resolved' as const),
      severity: fc.constantFrom(...Severity.options),
      provider: fc.option(fc.constantFrom(...Provider.options), { nil: undefined }),
    })
    fc.assert(
      fc.property(findings, ({ fingerprint, provider, ...rest }) => {
        const { provider: _, ...plain } = finding(fingerprint, rest)
        const of = provider ? { ...plain, provider } : plain
        const { gsi1pk, gsi1sk, gsi2pk, gsi2sk } = findingIndexKeys(of)
        expect(statePartitions(of.state)).toContain(gsi1pk)
        expect(checkPartitions(of.check, of.state)).toContain(gsi2pk)
        expect([gsi1sk, gsi2sk]).toEqual([`${day(1)}#${fingerprint}`, `${day(1)}#${fingerprint}`])
      }),
    )
  })

  it('spread clusters and events over the partitions that are read', () => {
    const keys = Array.from({ length: 400 }, (_, at) => `cluster-${at}`)
    const registry = keys.map((key) => registryKey(key).pk)
    const events = keys.map((key) => eventKey('run-1', cluster(key), version).pk)
    expect(new Set(registry)).toEqual(new Set(registryPartitions))
    expect(new Set(events)).toEqual(new Set(eventPartitions('run-1')))
    for (const [, some] of Map.groupBy(registry, (pk) => pk)) expect(some.length).toBeGreaterThan(20)
  })

  it('refuse a time that is none', () => expect(() => instant('yesterday')).toThrow(RangeError))
})
