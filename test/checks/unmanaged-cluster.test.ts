import { unmanagedCluster } from '@fleet-auditor/checks/catalog/unmanaged-cluster.ts'
import { clusterFacts, doubt, fleetOf, testFleetCheck } from './fleet-case.ts'

const subject = 'Cluster a (EKS eu-west-1)'
const claimed = clusterFacts('a', { planes: ['central'] })

testFleetCheck(unmanagedCluster, [
  {
    name: 'a cluster that a plane claims',
    fleet: fleetOf(claimed),
    expect: [{ verdict: 'pass', subject, evidence: { planes: ['central'] } }],
  },
  ...(
    [
      ['found', 'medium', 'Meshery found'],
      ['traces', 'low', 'traces only'],
    ] as const
  ).map(([presence, severity, words]) => ({
    name: `a cluster that no plane claims: ${words}`,
    fleet: fleetOf(clusterFacts('a', { presence })),
    expect: [
      {
        verdict: 'fail' as const,
        subject,
        severity,
        evidence: { locator: 'arn:aws:eks:eu-west-1:111122223333:cluster/a', presence },
        text: `no plane’s selector matches a (EKS eu-west-1) (${words})`,
      },
    ],
  })),
  {
    name: 'a cluster without Meshery that no plane claims',
    fleet: fleetOf(clusterFacts('a', { presence: 'none' })),
    expect: [{ verdict: 'not-applicable' }],
  },
  {
    name: 'a cluster without Meshery that no plane claims, where Meshery is expected everywhere',
    fleet: { ...fleetOf(clusterFacts('a', { presence: 'none' })), expectAll: true },
    expect: [{ verdict: 'fail', severity: 'info', text: 'no plane’s selector matches a (EKS eu-west-1) (none found)' }],
  },
  ...([undefined, 'unreadable'] as const).map((presence) => ({
    name: `a cluster that no plane claims, and that was not read (${presence})`,
    fleet: fleetOf(clusterFacts('a', { presence })),
    expect: [{ verdict: 'unknown' as const, subject, cause: 'unreachable' as const }],
  })),
  {
    name: 'one cluster of each',
    fleet: fleetOf(claimed, clusterFacts('b', { presence: 'found' }), clusterFacts('c', { presence: 'none' })),
    expect: [
      { verdict: 'pass' },
      { verdict: 'fail', text: 'no plane’s selector matches b (EKS eu-west-1) (Meshery found)' },
    ],
  },
  {
    name: 'a cluster that is not listed while its scope is in doubt, so that its finding is frozen',
    fleet: fleetOf(clusterFacts('a', { listing: 'missing', scopeDoubt: doubt })),
    expect: [{ verdict: 'unknown', subject, cause: 'unreachable' }],
  },
  {
    name: 'a cluster that is gone',
    fleet: fleetOf(clusterFacts('a', { listing: 'missing' })),
    expect: [{ verdict: 'not-applicable' }],
  },
  { name: 'a fleet without clusters', fleet: fleetOf(), expect: [{ verdict: 'not-applicable' }] },
  {
    name: 'a fleet file without planes',
    fleet: { ...fleetOf(clusterFacts('a')), planes: [] },
    expect: [{ verdict: 'not-applicable' }],
  },
])
