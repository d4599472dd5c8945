import { coverageOf, isComplete } from '@fleet-auditor/model/completeness.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import { describe, expect, it } from 'vitest'

type Outcome = LedgerRow['outcome']
const row = (kind: LedgerRow['kind'], outcome: Outcome): LedgerRow => ({ id: 'a', kind, outcome })
const listed = row('scope', 'listed')

describe('a run', () => {
  it.each<[kind: LedgerRow['kind'], outcome: Outcome, complete: boolean]>([
    ['scope', 'listed', true],
    ['scope', 'partial', false],
    ['scope', 'failed', false],
    ['cluster', 'audited', true],
    ['cluster', 'superseded', false],
    ['cluster', 'contested', false],
    ['cluster', 'alias', true],
    ['cluster', 'gone', true],
    ['cluster', 'not-running', true],
    ['cluster', 'unreachable', false],
    ['cluster', 'partial', false],
    ['cluster', 'failed', false],
    ['cluster', 'cancelled', false],
    ['plane', 'audited', true],
    ['plane', 'failed', false],
  ])('with a %s that is %s is complete: %s', (kind, outcome, complete) => {
    expect(isComplete([listed, row(kind, outcome)], new Set())).toBe(complete)
  })

  it.each<[outcome: Outcome, complete: boolean]>([
    ['unreachable', true],
    ['partial', false],
    ['failed', false],
    ['cancelled', false],
  ])('with a waived cluster that is %s is complete: %s', (outcome, complete) => {
    expect(isComplete([listed, row('cluster', outcome)], new Set(['a']))).toBe(complete)
  })

  it('that looked at nothing is not complete', () => {
    expect(isComplete([], new Set())).toBe(false)
  })

  it('that could not list a scope is not completed by a waiver', () => {
    expect(isComplete([row('scope', 'failed')], new Set(['a']))).toBe(false)
  })
})

describe('the coverage of a run', () => {
  it.each<[name: string, clusters: readonly (readonly [key: string, outcome: Outcome])[], known: string, is: string]>([
    ['counts clusters of this run and earlier ones once', [['a', 'audited']], 'a b', '1 of 2'],
    ['counts a new cluster as known', [['new', 'unreachable']], 'a', '0 of 2'],
    ['leaves out a deleted cluster', [['a', 'gone']], 'a b', '0 of 1'],
    [
      'leaves out another name of a cluster',
      [
        ['a', 'audited'],
        ['b', 'alias'],
      ],
      'a',
      '1 of 1',
    ],
    ['counts a cluster that another run read later as read', [['a', 'superseded']], 'a', '1 of 1'],
    ['counts a cluster whose identity is contested as read', [['a', 'contested']], 'a', '1 of 1'],
    ['counts a stopped cluster as not read', [['a', 'not-running']], 'a', '0 of 1'],
  ])('%s', (_, clusters, known, is) => {
    const coverage = coverageOf(
      clusters.map(([key, outcome]) => ({ key, outcome })),
      known.split(' '),
    )
    expect(`${coverage.read} of ${coverage.known}`).toBe(is)
  })
})
