import { describe, expect, it } from 'vitest'
import { vanishedCluster } from '@fleet-auditor/checks/catalog/vanished-cluster.ts'
import { clusterFacts, doubt, fleetOf } from './fleet-case.ts'

const missing = { presence: 'missing' } as const

describe('vanished-cluster', () => {
  it.each([
    { name: 'listed', clusters: [clusterFacts('a')], expected: ['pass'] },
    { name: 'no longer listed by a scope read to its end', clusters: [clusterFacts('a', missing)], expected: ['fail'] },
    {
      name: 'its scope failed or answered in part',
      clusters: [clusterFacts('a', { ...missing, scopeDoubt: doubt })],
      expected: ['unknown'],
    },
    {
      name: 'its source was taken out of the fleet file',
      clusters: [clusterFacts('a', { ...missing, scopeRemoved: true })],
      expected: ['not-applicable'],
    },
    { name: 'nothing known', clusters: [], expected: ['not-applicable'] },
  ])('$name', ({ clusters, expected }) => {
    const outcomes = vanishedCluster.evaluate(fleetOf(...clusters))
    expect(outcomes.map((outcome) => outcome.verdict)).toEqual(expected)
  })

  it('names the cluster and its scope', () => {
    const [outcome] = vanishedCluster.evaluate(fleetOf(clusterFacts('a', missing)))
    expect(outcome).toMatchObject({
      subject: { kind: 'Cluster', name: 'eks:111122223333:eu-west-1/a' },
      evidence: { scope: 'aws:111122223333:eu-west-1' },
    })
  })
})
