import { versionSkew } from '@fleet-auditor/checks/catalog/version-skew.ts'
import { testCheck } from './check-case.ts'
import { container, workload } from './meshery-objects.ts'

const under = (operatorTag: string, meshsyncTag: string) => ({
  workloads: [
    workload({
      component: 'operator',
      name: 'meshery-operator',
      containers: [container({ name: 'manager', image: `meshery/meshery-operator:${operatorTag}` })],
    }),
    workload({
      component: 'meshsync',
      name: 'meshery-meshsync',
      containers: [container({ name: 'meshsync', image: `meshery/meshsync:${meshsyncTag}` })],
    }),
  ],
})

testCheck(versionSkew, [
  {
    name: 'MeshSync 0.8.8 under operator 1.0.5',
    sections: under('1.0.5', '0.8.8'),
    expect: [
      {
        verdict: 'fail',
        subject: 'Deployment meshery/meshery-meshsync',
        severity: 'medium',
        text: 'MeshSync 0.8.8 under operator 1.0.5; it takes 1.0.1 or newer',
      },
    ],
  },
  {
    name: 'MeshSync 1.0.0, one too old',
    sections: under('1.0.0', 'v1.0.0'),
    expect: [{ verdict: 'fail', text: 'MeshSync v1.0.0 under operator 1.0.0; it takes 1.0.1 or newer' }],
  },
  { name: 'MeshSync 1.0.3 under operator 1.0.5', sections: under('1.0.5', '1.0.3'), expect: [{ verdict: 'pass' }] },
  { name: 'versions that are not out yet', sections: under('2.1.0', '1.4.0'), expect: [{ verdict: 'pass' }] },
  { name: 'MeshSync 0.8.8 under operator 0.8.11', sections: under('0.8.11', '0.8.8'), expect: [{ verdict: 'pass' }] },
  {
    name: 'a MeshSync with a moving tag',
    sections: under('1.0.5', 'stable-latest'),
    expect: [{ verdict: 'not-applicable' }],
  },
  {
    name: 'an Operator with a moving tag',
    sections: under('stable-latest', '0.8.8'),
    expect: [{ verdict: 'not-applicable' }],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
