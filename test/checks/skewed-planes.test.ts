import { skewedPlanes } from '@fleet-auditor/checks/catalog/skewed-planes.ts'
import { Plane } from '@fleet-auditor/model/fleet-file.ts'
import { clusterFacts, fleetOf, testFleetCheck } from './fleet-case.ts'

const runs = (name: string, server: string, ...planes: string[]) => clusterFacts(name, { planes, settings: { server } })
const fleet = (...clusters: ReturnType<typeof runs>[]) => ({
  ...fleetOf(...clusters),
  planes: [Plane.parse({ name: 'central' }), Plane.parse({ name: 'second' })],
})
const none = [{ verdict: 'not-applicable' }] as const

testFleetCheck(skewedPlanes, [
  {
    name: 'two planes of different versions, compared as numbers',
    fleet: fleet(runs('a', '1.0.9', 'central'), runs('b', '1.0.64', 'second')),
    expect: [
      {
        verdict: 'fail',
        subject: 'Plane central',
        severity: 'info',
        evidence: { version: '1.0.9', newest: '1.0.64', on: 'second' },
        text: 'Server 1.0.9, where second runs 1.0.64',
      },
      { verdict: 'pass', subject: 'Plane second', evidence: { version: '1.0.64' } },
    ],
  },
  {
    name: 'a plane by the oldest of its Servers',
    fleet: fleet(runs('a', '1.0.64', 'central'), runs('b', '1.0.63', 'central'), runs('c', '1.0.64', 'second')),
    expect: [
      { verdict: 'fail', subject: 'Plane central', text: 'Server 1.0.63, where second runs 1.0.64' },
      { verdict: 'pass' },
    ],
  },
  {
    name: 'a plane whose cluster was not read: neither it nor the other one is known to be even',
    fleet: fleet(runs('a', '1.0.64', 'central'), clusterFacts('b', { planes: ['second'] })),
    expect: [
      { verdict: 'unknown', cause: 'unreachable', subject: 'Plane central' },
      { verdict: 'unknown', cause: 'unreachable', subject: 'Plane second' },
    ],
  },
  {
    name: 'an older plane is proven, whatever was not read',
    fleet: fleet(
      runs('a', '1.0.63', 'central'),
      runs('b', '1.0.64', 'second'),
      clusterFacts('c', { planes: ['second'] }),
    ),
    expect: [
      { verdict: 'fail', subject: 'Plane central', text: 'Server 1.0.63, where second runs 1.0.64' },
      { verdict: 'unknown', cause: 'unreachable', subject: 'Plane second' },
    ],
  },
  {
    name: 'a plane whose other cluster has no Meshery',
    fleet: fleet(runs('a', '1.0.64', 'central'), clusterFacts('b', { planes: ['second'], presence: 'none' })),
    expect: none,
  },
  {
    name: 'two planes of one version',
    fleet: fleet(runs('a', '1.0.64', 'central'), runs('b', '1.0.64', 'second')),
    expect: [{ verdict: 'pass' }, { verdict: 'pass' }],
  },
  {
    name: 'a tag without a version',
    fleet: fleet(runs('a', 'stable-latest', 'central'), runs('b', '1.0.64', 'second')),
    expect: none,
  },
  {
    name: 'a Server in a cluster that two planes claim',
    fleet: fleet(runs('a', '1.0.9', 'central', 'second'), runs('b', '1.0.64', 'second')),
    expect: none,
  },
])
