import { versionSkew } from '@fleet-auditor/checks/catalog/version-skew.ts'
import { testCheck, type CheckCase } from './check-case.ts'
import { container, meshsync, operator, server, workload } from './meshery-objects.ts'

const subject = 'Deployment meshery/meshery-meshsync'
const imaged = (of: typeof meshsync, image: string) => workload({ ...of, containers: [container({ image })] })
const pair = (meshSyncTag: string, operatorTag: string) => [
  imaged(meshsync, `meshery/meshsync${meshSyncTag}`),
  imaged(operator, `meshery/meshery-operator${operatorTag}`),
]
const digest = `@sha256:${'a'.repeat(64)}`

const passing: CheckCase[] = [
  ['the pair of the newest known release', ':1.0.3', ':1.0.6'],
  ['a version newer than any that is known', ':2.4.0', ':2.4.0'],
  ['the first MeshSync that reads the address', ':v1.0.1', ':1.0.0'],
  ['an old MeshSync under an Operator as old', ':0.8.8', ':0.8.11'],
  ['a MeshSync new enough, whose Operator has a moving tag', ':1.0.3', ':stable-latest'],
].map(([name = '', meshSyncTag = '', operatorTag = '']) => ({
  name,
  sections: { workloads: pair(meshSyncTag, operatorTag) },
  expect: [{ verdict: 'pass' as const, subject }],
}))

testCheck(versionSkew, [
  ...passing,
  {
    name: 'a MeshSync that is pinned to 1.0.0 under Operator 1.0.5',
    sections: { workloads: pair(':1.0.0', ':1.0.5') },
    expect: [
      {
        verdict: 'fail',
        subject,
        severity: 'high',
        evidence: { meshSync: '1.0.0', operator: '1.0.5' },
        text: 'MeshSync 1.0.0 cannot connect under an Operator of 1.0.5',
      },
    ],
  },
  {
    name: 'a MeshSync of 0.8 under Operator 1.0.0',
    sections: { workloads: pair(':0.8.8', ':1.0.0') },
    expect: [{ verdict: 'fail', text: 'MeshSync 0.8.8 cannot connect under an Operator of 1.0.0' }],
  },
  {
    name: 'an old MeshSync under a legacy Operator with a moving tag',
    sections: {
      workloads: [
        imaged(meshsync, 'meshery/meshsync:0.8.8'),
        workload({ ...imaged(operator, 'meshery/meshery-operator:stable-latest'), generation: 'legacy' }),
      ],
    },
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'a moving tag, which unpinned-image reports',
    sections: { workloads: pair(':stable-latest', ':1.0.5') },
    expect: [{ verdict: 'not-applicable' }],
  },
  {
    name: 'a digest without a tag',
    sections: { workloads: pair(digest, ':1.0.5') },
    expect: [{ verdict: 'unknown', subject, cause: 'malformed' }],
  },
  {
    name: 'a MeshSync without an Operator, which missing-operator reports',
    sections: { workloads: [meshsync] },
    expect: [{ verdict: 'not-applicable' }],
  },
  { name: 'a Server alone', sections: { workloads: [server] }, expect: [{ verdict: 'not-applicable' }] },
])
