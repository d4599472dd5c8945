import { vanishedCluster } from '@fleet-auditor/checks/catalog/vanished-cluster.ts'
import { clusterFacts, doubt, fleetOf, testFleetCheck } from './fleet-case.ts'

const subject = 'Cluster a (EKS eu-west-1)'
const missing = { listing: 'missing' } as const

testFleetCheck(vanishedCluster, [
  { name: 'a cluster that is listed', fleet: fleetOf(clusterFacts('a')), expect: [{ verdict: 'pass', subject }] },
  {
    name: 'a cluster that its scope, read to its end, no longer lists',
    fleet: fleetOf(clusterFacts('a', missing)),
    expect: [
      {
        verdict: 'fail',
        subject,
        severity: 'medium',
        evidence: {
          scope: 'aws:111122223333:eu-west-1',
          locator: 'arn:aws:eks:eu-west-1:111122223333:cluster/a',
        },
        text: 'its scope aws:111122223333:eu-west-1 was read to its end and no longer lists it',
      },
    ],
  },
  {
    name: 'a cluster whose scope failed or answered in part',
    fleet: fleetOf(clusterFacts('a', { ...missing, scopeDoubt: doubt })),
    expect: [{ verdict: 'unknown', subject, cause: 'unreachable' }],
  },
  {
    name: 'a cluster whose source was taken out of the fleet file',
    fleet: fleetOf(clusterFacts('a', { ...missing, scopeRemoved: true })),
    expect: [{ verdict: 'not-applicable' }],
  },
  { name: 'a fleet of which nothing is known', fleet: fleetOf(), expect: [{ verdict: 'not-applicable' }] },
])
