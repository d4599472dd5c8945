import { unmanagedCluster } from '@fleet-auditor/checks/catalog/unmanaged-cluster.ts'
import { clusterFacts, doubt, fleetOf, testFleetCheck } from './fleet-case.ts'

const subject = 'Cluster eks:eu-west-1/a'
const claimed = clusterFacts('a', { planes: ['central'] })

testFleetCheck(unmanagedCluster, [
  {
    name: 'a cluster that a plane claims',
    fleet: fleetOf(claimed),
    expect: [{ verdict: 'pass', subject, evidence: { planes: ['central'] } }],
  },
  {
    name: 'a cluster that no plane claims',
    fleet: fleetOf(clusterFacts('a')),
    expect: [
      {
        verdict: 'fail',
        subject,
        severity: 'medium',
        evidence: { locator: 'arn:aws:eks:eu-west-1:111122223333:cluster/a' },
        text: 'no plane’s selector matches eks:eu-west-1/a',
      },
    ],
  },
  {
    name: 'one cluster of each',
    fleet: fleetOf(claimed, clusterFacts('b')),
    expect: [{ verdict: 'pass' }, { verdict: 'fail', text: 'no plane’s selector matches eks:eu-west-1/b' }],
  },
  {
    name: 'a cluster that is not listed while its scope is in doubt, so that its finding is frozen',
    fleet: fleetOf(clusterFacts('a', { presence: 'missing', scopeDoubt: doubt })),
    expect: [{ verdict: 'unknown', subject, cause: 'unreachable' }],
  },
  {
    name: 'a cluster that is gone',
    fleet: fleetOf(clusterFacts('a', { presence: 'missing' })),
    expect: [{ verdict: 'not-applicable' }],
  },
  { name: 'a fleet without clusters', fleet: fleetOf(), expect: [{ verdict: 'not-applicable' }] },
  {
    name: 'a fleet file without planes',
    fleet: { ...fleetOf(clusterFacts('a')), planes: [] },
    expect: [{ verdict: 'not-applicable' }],
  },
])
