import { exposedHostPort } from '@fleet-auditor/checks/catalog/exposed-host-port.ts'
import { testCheck } from './check-case.ts'
import { container, server, workload } from './meshery-objects.ts'

testCheck(exposedHostPort, [
  {
    name: 'the host port of a legacy MeshSync',
    sections: {
      workloads: [
        workload({
          component: 'meshsync',
          name: 'meshery-meshsync',
          containers: [container({ name: 'meshsync', ports: [{ containerPort: 11000, hostPort: 11000 }] })],
        }),
      ],
    },
    expect: [
      {
        verdict: 'fail',
        subject: 'Deployment meshery/meshery-meshsync, container meshsync',
        severity: 'low',
        text: 'takes 11000 of its node',
      },
    ],
  },
  { name: 'ports of its own', sections: { workloads: [server] }, expect: [{ verdict: 'pass' }] },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
