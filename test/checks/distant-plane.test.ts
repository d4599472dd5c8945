import { distantPlane } from '@fleet-auditor/checks/catalog/distant-plane.ts'
import { Plane, type WrittenPlane } from '@fleet-auditor/model/fleet-file.ts'
import { clusterFacts, doubt, fleetOf, testFleetCheck } from './fleet-case.ts'

const inRegion = (name: string, region: string | undefined) => {
  const facts = clusterFacts(name, { planes: ['central'] })
  return { ...facts, cluster: { ...facts.cluster, region } }
}
const fleet = (plane: Omit<WrittenPlane, 'name'>, ...regions: (string | undefined)[]) => ({
  ...fleetOf(...regions.map((region, index) => inRegion(`c${index}`, region))),
  planes: [Plane.parse({ name: 'central', ...plane })],
})
const virginia = { region: 'us-east-1' }
const subject = 'Plane central'

testFleetCheck(distantPlane, [
  {
    name: 'two of three clusters on another continent',
    fleet: fleet(virginia, 'us-east-1', 'eu-west-1', 'eu-central-1'),
    expect: [
      {
        verdict: 'fail',
        subject,
        severity: 'info',
        evidence: { clusters: 3, medianMs: 55, nearer: 'eu-west-1', count: 2, thereMs: 11 },
        text: '2 of 3 clusters would be nearer to eu-west-1: by distance alone a median of 11 ms there, 55 ms here',
      },
    ],
  },
  {
    name: 'clusters whose scope could not be listed, which are where they were',
    fleet: {
      ...fleet(virginia, 'us-east-1'),
      clusters: ['us-east-1', 'eu-west-1', 'eu-central-1'].map((region, index) => ({
        ...inRegion(`c${index}`, region),
        ...(index > 0 && { listing: 'missing' as const, scopeDoubt: doubt }),
      })),
    },
    expect: [
      {
        verdict: 'fail',
        subject,
        text: '2 of 3 clusters would be nearer to eu-west-1: by distance alone a median of 11 ms there, 55 ms here',
      },
    ],
  },
  {
    name: 'one of three clusters on another continent',
    fleet: fleet(virginia, 'us-east-1', 'us-east-2', 'eu-west-1'),
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'a region of the next city, which saves nothing that is felt',
    fleet: fleet({ region: 'eu-west-1' }, 'eu-west-2', 'eu-west-2', 'eu-west-2'),
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'a plane of its own premises, by coordinates',
    fleet: fleet({ coordinates: [-33.9, 151.2] }, 'eu-west-1', 'eu-west-1'),
    expect: [
      {
        verdict: 'fail',
        text: '2 of 2 clusters would be nearer to eu-west-1: by distance alone a median of 0 ms there, 172 ms here',
      },
    ],
  },
  {
    name: 'a plane whose place is not declared',
    fleet: fleet({}, 'eu-west-1'),
    expect: [{ verdict: 'unknown', subject, cause: 'undeclared' }],
  },
  {
    name: 'a region that no table has',
    fleet: fleet({ region: 'moon-north-1' }, 'eu-west-1'),
    expect: [{ verdict: 'unknown', subject, cause: 'undeclared' }],
  },
  {
    name: 'clusters of which no region is known',
    fleet: fleet(virginia, undefined, 'moon-north-1'),
    expect: [{ verdict: 'unknown', subject, cause: 'undeclared' }],
  },
  { name: 'a plane that claims no cluster', fleet: fleet(virginia), expect: [{ verdict: 'not-applicable' }] },
  { name: 'no plane', fleet: { ...fleetOf(), planes: [] }, expect: [{ verdict: 'not-applicable' }] },
])
