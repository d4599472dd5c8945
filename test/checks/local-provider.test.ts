import { localProvider } from '@fleet-auditor/checks/catalog/local-provider.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import { service as serviceFacts } from './broker-cluster.ts'
import { testCheck } from './check-case.ts'
import { literal, onServer } from './env-of.ts'
import { container, workload } from './meshery-objects.ts'

const subject = 'Deployment meshery/meshery'
const service = (type: string) => [serviceFacts({ name: 'meshery', type, selector: { app: 'meshery' } })]
const selected = workload({
  podLabels: { app: 'meshery' },
  containers: [container({ name: 'meshery', env: [literal('PROVIDER', 'Local')] })],
})

testCheck(localProvider, [
  {
    name: 'Local behind a load balancer',
    sections: { workloads: [selected], services: service('LoadBalancer') },
    expect: [
      {
        verdict: 'fail',
        subject,
        severity: 'critical',
        text: 'PROVIDER: Local; reached by LoadBalancer Service meshery/meshery',
      },
    ],
  },
  {
    name: 'Local behind a ClusterIP',
    sections: { workloads: [selected], services: service('ClusterIP') },
    expect: [{ verdict: 'fail', severity: 'high', text: 'PROVIDER: Local; reached from within the cluster' }],
  },
  {
    name: 'Local behind a ClusterIP that an Ingress leads to',
    sections: {
      workloads: [selected],
      services: service('ClusterIP'),
      routes: {
        asked: true,
        routes: [
          {
            kind: 'Ingress',
            namespace: 'meshery',
            name: 'ui',
            hosts: ['meshery.example'],
            tls: true,
            backends: [{ namespace: 'meshery', service: 'meshery', port: 9081 }],
          },
        ],
      },
    },
    expect: [{ verdict: 'fail', severity: 'critical', text: 'PROVIDER: Local; reached by Ingress meshery/ui' }],
  },
  {
    name: 'None, as Local was called before',
    sections: onServer(literal('PROVIDER', 'None')),
    expect: [{ verdict: 'fail', severity: 'high', text: 'PROVIDER: None; reached from within the cluster' }],
  },
  {
    name: 'no provider preselected, so that Local may be chosen',
    sections: onServer(),
    expect: [
      { verdict: 'fail', severity: 'high', text: 'PROVIDER: none preselected; reached from within the cluster' },
    ],
  },
  {
    name: 'a Remote Provider',
    sections: onServer(literal('PROVIDER', 'Meshery')),
    expect: [{ verdict: 'pass', evidence: { provider: 'Meshery' } }],
  },
  {
    name: 'Local where Services may not be listed',
    sections: { workloads: [selected], services: failed('forbidden', 'no services') },
    expect: [{ verdict: 'unknown', subject, cause: 'forbidden' }],
  },
  {
    name: 'a value from a Secret, which is not read',
    sections: onServer({ name: 'PROVIDER', source: 'secret' }),
    expect: [{ verdict: 'unknown', cause: 'undeclared' }],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
