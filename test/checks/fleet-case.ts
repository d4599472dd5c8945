import type { ClusterFacts } from '@fleet-auditor/model/cluster-facts.ts'
import { Plane } from '@fleet-auditor/model/fleet-file.ts'
import { takenAt } from './check-case.ts'

export const clusterFacts = (name: string, edits: Partial<ClusterFacts> = {}): ClusterFacts => ({
  key: `key-${name}`,
  cluster: {
    id: `eks:111122223333:eu-west-1/${name}`,
    locator: `arn:aws:eks:eu-west-1:111122223333:cluster/${name}`,
    name,
    provider: 'eks',
    scope: 'aws:111122223333:eu-west-1',
    labels: {},
  },
  planes: [],
  presence: 'listed',
  scopeRemoved: false,
  ...edits,
})

export const doubt = { cause: 'unreachable', detail: 'zone b did not answer' } as const

export const fleetOf = (...clusters: ClusterFacts[]) => ({
  clusters,
  planes: [Plane.parse({ name: 'central' })],
  takenAt,
})
