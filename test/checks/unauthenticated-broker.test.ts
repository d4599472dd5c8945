import { unauthenticatedBroker } from '@fleet-auditor/checks/catalog/unauthenticated-broker.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import type { Container, Workload } from '@fleet-auditor/model/workload.ts'
import { brokerCluster, info, loadBalancer, probe, publicAddress, service, silent, vantage } from './broker-cluster.ts'
import { testCheck } from './check-case.ts'
import { broker, container, workload } from './meshery-objects.ts'

const from = (...observations: ReturnType<typeof probe>[]) => ({ vantages: [vantage()], observations })
const subject = 'Service meshery/meshery-nats'
const withServer = (each: ServiceFacts, edits: Partial<Workload>) => ({
  ...brokerCluster(each),
  workloads: [workload({ ...broker, ...edits })],
})
const tokenFrom = (source: Container['env'][number]['source']) => ({
  containers: [container({ name: 'nats', image: 'nats:2.14.2-alpine', env: [{ name: 'NATS_TOKEN', source }] })],
})
const leadingTo = (name: string) => {
  const backends = [{ namespace: 'meshery', service: name, port: 4222 }]
  const facts = { kind: 'TCPRoute', namespace: 'edge', name: 'nats', hosts: [], tls: false, backends }
  return { asked: 'every-kind' as const, routes: [facts] }
}
const cluster = brokerCluster(loadBalancer())

testCheck(unauthenticatedBroker, [
  {
    name: 'INFO asks for authentication',
    sections: cluster,
    context: from(probe('broker', publicAddress, info(true))),
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'INFO does not',
    sections: cluster,
    context: from(probe('broker', publicAddress, info(false))),
    expect: [
      {
        verdict: 'fail',
        subject,
        severity: 'critical',
        evidence: { by: 'info', authRequired: false, version: '2.14.2', seen: '52.31.7.9:4222 from outside answered' },
        text: 'INFO of NATS 2.14.2 asks for no authentication (52.31.7.9:4222 from outside answered)',
      },
    ],
  },
  {
    name: 'one address silent, the other answering',
    sections: cluster,
    context: from(probe('broker', '52.0.0.1', silent), probe('broker', publicAddress, info(false))),
    expect: [
      {
        verdict: 'fail',
        subject,
        text: 'INFO of NATS 2.14.2 asks for no authentication (52.31.7.9:4222 from outside answered)',
      },
    ],
  },
  {
    name: 'one server asks for authentication, another does not',
    sections: cluster,
    context: from(probe('broker', '52.0.0.1', info(true)), probe('broker', publicAddress, info(false))),
    expect: [
      {
        verdict: 'fail',
        subject,
        text: 'INFO of NATS 2.14.2 asks for no authentication (52.31.7.9:4222 from outside answered)',
      },
    ],
  },
  {
    name: 'a Broker that no probe got an answer from',
    sections: cluster,
    context: from(probe('broker', publicAddress, silent)),
    expect: [{ verdict: 'unknown', subject, cause: 'no-vantage' }],
  },
  {
    name: 'a ClusterIP whose server takes its token from a Secret',
    sections: withServer(service(), tokenFrom('secret')),
    expect: [
      {
        verdict: 'pass',
        subject,
        evidence: {
          by: 'configuration',
          authRequired: true,
          seen: 'StatefulSet meshery/meshery-nats takes NATS_TOKEN from a Secret, as the operator configures it',
        },
      },
    ],
  },
  ...(['literal', 'config-map', 'empty'] as const).map((source) => ({
    name: `a ClusterIP whose server takes its token from a ${source}`,
    sections: withServer(service(), tokenFrom(source)),
    expect: [{ verdict: 'unknown', subject, cause: 'no-vantage' }] as const,
  })),
  {
    name: 'an exposed server with a token from a Secret: only an INFO decides',
    sections: withServer(loadBalancer(), tokenFrom('secret')),
    expect: [{ verdict: 'unknown', subject, cause: 'no-vantage' }],
  },
  {
    name: 'a ClusterIP with a token whose INFO asks for none',
    sections: withServer(service(), tokenFrom('secret')),
    context: from(probe('broker', '10.100.77.30', info(false))),
    expect: [
      {
        verdict: 'fail',
        severity: 'critical',
        text: 'INFO of NATS 2.14.2 asks for no authentication (10.100.77.30:4222 from outside answered)',
      },
    ],
  },
  ...(
    [
      ['ClusterIP', 'high'],
      ['LoadBalancer', 'critical'],
      ['NodePort', 'critical'],
    ] as const
  ).map(([type, severity]) => ({
    name: `a legacy server behind a ${type}`,
    sections: withServer(service({ type }), { generation: 'legacy' }),
    expect: [
      {
        verdict: 'fail',
        subject,
        severity,
        text: 'StatefulSet meshery/meshery-nats is of a legacy operator, which configures no authentication',
      },
    ] as const,
  })),
  {
    name: 'a legacy server behind a ClusterIP that also listens on a port of its nodes',
    sections: withServer(service(), {
      generation: 'legacy',
      containers: [container({ name: 'nats', ports: [{ containerPort: 4222, hostPort: 4222 }] })],
    }),
    expect: [
      {
        verdict: 'fail',
        subject,
        severity: 'critical',
        text: 'StatefulSet meshery/meshery-nats is of a legacy operator, which configures no authentication',
      },
    ],
  },
  {
    name: 'a ClusterIP with a token that a route leads to: only an INFO decides',
    sections: { ...withServer(service(), tokenFrom('secret')), routes: leadingTo('meshery-nats') },
    expect: [{ verdict: 'unknown', subject, cause: 'no-vantage' }],
  },
  {
    name: 'a ClusterIP with a token, and the routes could not be read',
    sections: { ...withServer(service(), tokenFrom('secret')), routes: failed('forbidden', 'no ingresses') },
    expect: [{ verdict: 'unknown', subject, cause: 'forbidden' }],
  },
  {
    name: 'a Broker that was not probed',
    sections: brokerCluster(service()),
    expect: [{ verdict: 'unknown', subject, cause: 'no-vantage' }],
  },
  {
    name: 'a headless Service beside another one of the same server shows nothing more',
    sections: {
      ...withServer(service(), tokenFrom('secret')),
      services: [service(), service({ name: 'meshery-nats-headless', clusterIP: 'None' })],
    },
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'a headless Service alone, whose server takes its token from a Secret',
    sections: withServer(service({ name: 'nats-headless', clusterIP: 'None' }), tokenFrom('secret')),
    expect: [{ verdict: 'pass', subject: 'Service meshery/nats-headless' }],
  },
  {
    name: 'a headless Service alone, of a legacy server',
    sections: withServer(service({ name: 'nats-headless', clusterIP: 'None' }), { generation: 'legacy' }),
    expect: [
      {
        verdict: 'fail',
        severity: 'high',
        text: 'StatefulSet meshery/meshery-nats is of a legacy operator, which configures no authentication',
      },
    ],
  },
  {
    name: 'a port name that no container declares, of a server that takes its token from a Secret',
    sections: withServer(service({ ports: [{ port: 4222, targetPort: 'clients' }] }), tokenFrom('secret')),
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'a legacy server in the network of its nodes',
    sections: withServer(service(), { generation: 'legacy', hostNetwork: true }),
    expect: [
      {
        verdict: 'fail',
        severity: 'critical',
        text: 'StatefulSet meshery/meshery-nats is of a legacy operator, which configures no authentication',
      },
    ],
  },
  { name: 'no Broker', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
