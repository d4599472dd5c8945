import { conflictingPlanes } from '@fleet-auditor/checks/catalog/conflicting-planes.ts'
import type { ClusterFacts } from '@fleet-auditor/model/cluster-facts.ts'
import { Plane } from '@fleet-auditor/model/fleet-file.ts'
import { clusterFacts, fleetOf, testFleetCheck } from './fleet-case.ts'

const planes = [
  Plane.parse({ name: 'central', discovery: 'operator' }),
  Plane.parse({ name: 'second' }),
  Plane.parse({ name: 'reader', discovery: 'embedded' }),
]
const fleet = (...clusters: ClusterFacts[]) => ({ ...fleetOf(...clusters), planes })
const subject = 'Cluster a (EKS eu-west-1)'

testFleetCheck(conflictingPlanes, [
  {
    name: 'two planes that both operate a cluster',
    fleet: fleet(clusterFacts('a', { planes: ['central', 'second'] })),
    expect: [{ verdict: 'fail', subject, severity: 'high', text: 'central and second claim it with an operator' }],
  },
  {
    name: 'a second plane that discovers in embedded mode',
    fleet: fleet(clusterFacts('a', { planes: ['central', 'reader'] })),
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'one plane',
    fleet: fleet(clusterFacts('a', { planes: ['central'] })),
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'a fleet of one plane',
    fleet: { ...fleetOf(clusterFacts('a')), planes: planes.slice(0, 1) },
    expect: [{ verdict: 'not-applicable' }],
  },
])
