import { describe, expect, it } from 'vitest'
import { unmanagedCluster } from '@fleet-auditor/checks/catalog/unmanaged-cluster.ts'
import { clusterFacts, doubt, fleetOf } from './fleet-case.ts'

const words = (...clusters: Parameters<typeof fleetOf>) =>
  unmanagedCluster.evaluate(fleetOf(...clusters)).map((outcome) => outcome.verdict)

describe('unmanaged-cluster', () => {
  it.each([
    { name: 'claimed', clusters: [clusterFacts('a', { planes: ['central'] })], expected: ['pass'] },
    { name: 'not claimed', clusters: [clusterFacts('a')], expected: ['fail'] },
    {
      name: 'one of each',
      clusters: [clusterFacts('a', { planes: ['central'] }), clusterFacts('b')],
      expected: ['pass', 'fail'],
    },
    {
      name: 'not listed tonight, its scope in doubt: frozen, not resolved',
      clusters: [clusterFacts('a', { presence: 'missing', scopeDoubt: doubt })],
      expected: ['unknown'],
    },
    { name: 'gone', clusters: [clusterFacts('a', { presence: 'missing' })], expected: ['not-applicable'] },
    { name: 'no cluster', clusters: [], expected: ['not-applicable'] },
  ])('$name', ({ clusters, expected }) => {
    expect(words(...clusters)).toEqual(expected)
  })

  it('does not apply while no plane is declared', () => {
    const fleet = { ...fleetOf(clusterFacts('a')), planes: [] }
    expect(unmanagedCluster.evaluate(fleet)).toEqual([expect.objectContaining({ verdict: 'not-applicable' })])
  })
})
