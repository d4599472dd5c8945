import { divergentCluster } from '@fleet-auditor/checks/catalog/divergent-cluster.ts'
import type { ClusterFacts } from '@fleet-auditor/model/cluster-facts.ts'
import type { ClusterSettings } from '@fleet-auditor/model/cluster-settings.ts'
import { clusterFacts, doubt, fleetOf, testFleetCheck } from './fleet-case.ts'

const usual: ClusterSettings = { kubernetes: '1.34', operator: '1.0.5', discovery: 'operator' }
const production = { environment: 'production' }

const one = (
  name: string,
  settings: ClusterSettings | undefined,
  { labels = {}, planes = ['central'] }: { labels?: Record<string, string>; planes?: string[] } = {},
): ClusterFacts => {
  const facts = clusterFacts(name, { planes, presence: 'found', settings })
  return { ...facts, cluster: { ...facts.cluster, labels } }
}
const subject = (name: string) => `Cluster ${name} (EKS eu-west-1)`
const pass = (name: string) => ({ verdict: 'pass', subject: subject(name) }) as const
const other = (name: string, text: string) => ({ verdict: 'fail', subject: subject(name), text }) as const
const unread = (name: string) => ({ verdict: 'unknown', subject: subject(name), cause: 'unreachable' }) as const
const noCohort = { verdict: 'not-applicable' } as const

testFleetCheck(divergentCluster, [
  {
    name: 'one of four with an older Operator',
    fleet: fleetOf(one('a', { ...usual, operator: '1.0.3' }), one('b', usual), one('c', usual), one('d', usual)),
    expect: [
      {
        verdict: 'fail',
        subject: subject('a'),
        severity: 'info',
        evidence: {
          plane: 'central',
          clusters: 4,
          differs: [{ setting: 'operator', value: '1.0.3', usual: '1.0.5', having: 3, known: 4 }],
        },
        text: 'otherwise than the 4 clusters of central: Operator version 1.0.3 (1.0.5 on 3 of 4)',
      },
      pass('b'),
      pass('c'),
      pass('d'),
    ],
  },
  {
    name: 'one that discovers otherwise, among those of its environment',
    fleet: fleetOf(
      one('a', { ...usual, discovery: 'embedded' }, { labels: production }),
      one('b', usual, { labels: production }),
      one('c', usual, { labels: { env: 'production' } }),
      one('d', { ...usual, kubernetes: '1.33' }, { labels: { env: 'staging' } }),
    ),
    expect: [
      {
        verdict: 'fail',
        subject: subject('a'),
        severity: 'low',
        text: 'otherwise than the 3 clusters of central, production: discovery embedded (operator on 2 of 3)',
      },
      pass('b'),
      pass('c'),
    ],
  },
  {
    name: 'a half-way upgrade: less than two thirds share a value',
    fleet: fleetOf(
      one('a', usual),
      one('b', usual),
      one('c', { ...usual, operator: '1.0.6' }),
      one('d', { ...usual, operator: '1.0.6' }),
    ),
    expect: [pass('a'), pass('b'), pass('c'), pass('d')],
  },
  {
    name: 'a setting that only two of them have',
    fleet: fleetOf(one('a', { ...usual, server: '1.0.1' }), one('b', { ...usual, server: '1.0.64' }), one('c', usual)),
    expect: [pass('a'), pass('b'), pass('c')],
  },
  {
    name: 'one that was not read and decides what is usual',
    fleet: fleetOf(one('a', { ...usual, operator: '1.0.3' }), one('b', usual), one('c', usual), one('d', undefined)),
    expect: [unread('a'), pass('b'), pass('c'), unread('d')],
  },
  {
    name: 'one that was not read and decides nothing',
    fleet: fleetOf(
      one('a', { ...usual, operator: '1.0.3' }),
      ...['b', 'c', 'd', 'e'].map((name) => one(name, usual)),
      one('f', undefined),
    ),
    expect: [
      other('a', 'otherwise than the 6 clusters of central: Operator version 1.0.3 (1.0.5 on 4 of 5)'),
      ...['b', 'c', 'd', 'e'].map(pass),
      unread('f'),
    ],
  },
  {
    name: 'those that are left while a scope is down: what was no majority before is none now',
    fleet: fleetOf(one('a', { ...usual, operator: '1.0.3' }), one('b', usual), one('c', usual), {
      ...one('d', undefined),
      listing: 'missing',
      presence: undefined,
      scopeDoubt: doubt,
    }),
    expect: [unread('a'), pass('b'), pass('c'), unread('d')],
  },
  {
    name: 'the larger cohort of two planes',
    fleet: fleetOf(
      one('a', { ...usual, operator: '1.0.3' }, { planes: ['small', 'central'] }),
      one('b', usual),
      one('c', usual),
    ),
    expect: [
      pass('b'),
      pass('c'),
      other('a', 'otherwise than the 3 clusters of central: Operator version 1.0.3 (1.0.5 on 2 of 3)'),
    ].toSorted((a, b) => (a.subject < b.subject ? -1 : 1)),
  },
  {
    name: 'two clusters, of which none is the odd one',
    fleet: fleetOf(one('a', usual), one('b', {})),
    expect: [noCohort],
  },
  {
    name: 'clusters that no plane claims',
    fleet: fleetOf(...['a', 'b', 'c'].map((name) => one(name, usual, { planes: [] }))),
    expect: [noCohort],
  },
])
