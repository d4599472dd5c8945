import { outdatedOperatorChart } from '@fleet-auditor/checks/catalog/outdated-operator-chart.ts'
import type { Container } from '@fleet-auditor/model/workload.ts'
import { testCheck } from './check-case.ts'
import { container, operator, workload } from './meshery-objects.ts'

const old = (env: Container['env'] = []) => ({
  workloads: [
    workload({
      component: 'operator',
      name: 'meshery-operator',
      containers: [
        container({ name: 'kube-rbac-proxy', image: 'registry.k8s.io/kubebuilder/kube-rbac-proxy:v0.16.0' }),
        container({ name: 'manager', image: 'meshery/meshery-operator:stable-latest', env }),
      ],
    }),
  ],
})

testCheck(outdatedOperatorChart, [
  {
    name: 'kube-rbac-proxy and no ENABLE_WEBHOOKS',
    sections: old(),
    expect: [
      {
        verdict: 'fail',
        subject: 'Deployment meshery/meshery-operator',
        severity: 'high',
        text: 'the chart is older than v1.0.51, and its manager is meshery/meshery-operator:stable-latest',
      },
    ],
  },
  {
    name: 'kube-rbac-proxy beside a manager whose webhooks are off',
    sections: old([{ name: 'ENABLE_WEBHOOKS', source: 'literal', value: 'false' }]),
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'kube-rbac-proxy beside a manager that takes all variables of a ConfigMap',
    sections: {
      workloads: old().workloads.map((each) => ({
        ...each,
        containers: each.containers.map((one) => ({
          ...one,
          envFrom: [{ kind: 'ConfigMap' as const, name: 'settings' }],
        })),
      })),
    },
    expect: [{ verdict: 'unknown', cause: 'undeclared' }],
  },
  { name: 'a modern operator', sections: { workloads: [operator] }, expect: [{ verdict: 'pass' }] },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
