import { unmanagedRelease } from '@fleet-auditor/checks/catalog/unmanaged-release.ts'
import type { Workload } from '@fleet-auditor/model/workload.ts'
import { testCheck } from './check-case.ts'
import { broker, operator, server } from './meshery-objects.ts'

const managed = (workload: Workload, managedBy: Workload['managedBy']): Workload => ({ ...workload, managedBy })

testCheck(unmanagedRelease, [
  {
    name: 'a Server that nothing owns beside an Operator of a Helm release',
    sections: {
      workloads: [
        managed(server, { tool: 'none' }),
        managed(operator, { tool: 'helm', namespace: 'meshery', release: 'meshery-operator' }),
      ],
    },
    expect: [
      {
        verdict: 'fail',
        subject: 'Deployment meshery/meshery',
        severity: 'low',
        text: 'no Helm release, no application of Argo CD and nothing of Flux owns it',
      },
      { verdict: 'pass', subject: 'Deployment meshery/meshery-operator', evidence: { tool: 'helm' } },
    ],
  },
  {
    name: 'a Server of Argo CD',
    sections: { workloads: [managed(server, { tool: 'argo-cd', application: 'meshery' })] },
    expect: [{ verdict: 'pass', evidence: { tool: 'argo-cd' } }],
  },
  {
    name: 'a Server of Flux',
    sections: {
      workloads: [managed(server, { tool: 'flux', kind: 'HelmRelease', namespace: 'flux-system', name: 'meshery' })],
    },
    expect: [{ verdict: 'pass', evidence: { tool: 'flux' } }],
  },
  {
    name: 'a chart that nothing names an owner of',
    sections: { workloads: [server] },
    expect: [{ verdict: 'unknown', cause: 'undeclared' }],
  },
  {
    name: 'a Broker, which the operator owns',
    sections: { workloads: [broker] },
    expect: [{ verdict: 'not-applicable' }],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
