import { unreachableBroker } from '@fleet-auditor/checks/catalog/unreachable-broker.ts'
import { Plane } from '@fleet-auditor/model/fleet-file.ts'
import {
  brokerCluster,
  control,
  info,
  loadBalancer,
  probe,
  publicAddress,
  service,
  silent,
  vantage,
} from './broker-cluster.ts'
import { testCheck } from './check-case.ts'
import { broker, brokerResource, operator, server } from './meshery-objects.ts'

const plane = (edits: object = {}) => Plane.parse({ name: 'central', manages: [{}], ...edits })
const representing = (edits: object = {}) => vantage({ standsFor: ['central'], ...edits })
const seen = (observations: ReturnType<typeof probe>[], edits: { plane?: object; vantage?: object } = {}) => ({
  planes: [plane(edits.plane)],
  vantages: [representing(edits.vantage)],
  observations,
})
const noForward = { portForward: false }
const silence = [probe('broker', publicAddress, silent), control()]
const cluster = brokerCluster(loadBalancer())
const limited = brokerCluster(loadBalancer({ sourceRanges: ['198.51.100.0/24'] }))

const overridden = {
  ...brokerCluster(service()),
  brokers: [
    brokerResource({
      service: { annotations: {}, sourceRanges: [], externalEndpointOverride: 'nats.example.com:4222' },
    }),
  ],
}

testCheck(unreachableBroker, [
  {
    name: 'answers with INFO',
    sections: cluster,
    context: seen([probe('broker', publicAddress, info(true)), control()]),
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'a port name that no container declares, which answers with INFO',
    sections: brokerCluster(loadBalancer({ ports: [{ port: 4222, targetPort: 'clients' }] })),
    context: seen([probe('broker', publicAddress, info(true)), control()]),
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'no function was free to dial from',
    sections: cluster,
    context: seen([
      probe('broker', publicAddress, { status: 'not-dialled', rule: 'throttled', detail: '' }),
      control(),
    ]),
    expect: [{ verdict: 'unknown', cause: 'throttled' }],
  },
  {
    name: 'silent, the control target answers, no port-forward',
    sections: cluster,
    context: seen(silence, { plane: noForward }),
    expect: [
      {
        verdict: 'fail',
        severity: 'critical',
        evidence: { plane: 'central', endpoint: '52.31.7.9', seen: '52.31.7.9:4222 from outside: timeout' },
        text: 'from where plane central stands: 52.31.7.9:4222 from outside: timeout',
      },
    ],
  },
  {
    name: 'silent, but the managed port-forward can stand in',
    sections: cluster,
    context: seen(silence),
    expect: [
      {
        verdict: 'fail',
        severity: 'medium',
        text: 'from where plane central stands: 52.31.7.9:4222 from outside: timeout',
      },
    ],
  },
  {
    name: 'something else answers there',
    sections: cluster,
    context: seen(
      [
        probe('broker', publicAddress, {
          status: 'foreign',
          connect: { min: 1, median: 1, samples: 5, discarded: 0 },
          detail: 'HTTP/1.1 400',
        }),
        control(),
      ],
      { plane: noForward },
    ),
    expect: [
      {
        verdict: 'fail',
        severity: 'critical',
        text: 'from where plane central stands: 52.31.7.9:4222 from outside is open, but HTTP/1.1 400',
      },
    ],
  },
  {
    name: 'silent, and the control target too',
    sections: cluster,
    context: seen([probe('broker', publicAddress, silent), control(silent)], { plane: noForward }),
    expect: [{ verdict: 'unknown', cause: 'no-vantage' }],
  },
  {
    name: 'the source ranges leave the vantage out',
    sections: limited,
    context: seen(silence, {
      plane: { ...noForward, egress: ['198.51.100.7/32'] },
      vantage: { egress: ['203.0.113.9/32'] },
    }),
    expect: [{ verdict: 'unknown', cause: 'filtered' }],
  },
  {
    name: 'the source ranges let the vantage in',
    sections: limited,
    context: seen(silence, { plane: noForward, vantage: { egress: ['198.51.100.7/32'] } }),
    expect: [
      {
        verdict: 'fail',
        severity: 'critical',
        text: 'from where plane central stands: 52.31.7.9:4222 from outside: timeout',
      },
    ],
  },
  {
    name: 'a vantage that stands for no plane, which proves nothing',
    sections: cluster,
    context: seen(silence, { plane: noForward, vantage: { standsFor: [] } }),
    expect: [{ verdict: 'unknown', cause: 'no-vantage' }],
  },
  {
    name: 'a ClusterIP behind the managed port-forward',
    sections: brokerCluster(service()),
    context: seen([]),
    expect: [{ verdict: 'not-applicable' }],
  },
  {
    name: 'a ClusterIP without port-forward',
    sections: brokerCluster(service()),
    context: seen([], { plane: noForward }),
    expect: [
      { verdict: 'fail', severity: 'critical', text: 'from where plane central stands: there is no external endpoint' },
    ],
  },
  {
    name: 'a legacy Broker, which the port-forward does not find',
    sections: {
      ...cluster,
      workloads: [operator, { ...broker, podLabels: { app: 'meshery', component: 'broker' } }],
      services: [loadBalancer({ selector: { app: 'meshery', component: 'broker' } })],
    },
    context: seen(silence),
    expect: [
      {
        verdict: 'fail',
        severity: 'critical',
        text: 'from where plane central stands: 52.31.7.9:4222 from outside: timeout',
      },
    ],
  },
  {
    name: 'a ClusterIP with an override that answers',
    sections: overridden,
    context: seen([probe('broker', 'nats.example.com', info(true)), control()], { plane: noForward }),
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'a ClusterIP with an override that is silent',
    sections: overridden,
    context: seen([probe('broker', 'nats.example.com', silent), control()], { plane: noForward }),
    expect: [
      {
        verdict: 'fail',
        severity: 'critical',
        text: 'from where plane central stands: nats.example.com:4222 from outside: timeout',
      },
    ],
  },
  {
    name: 'an answer from an address that no Server dials, the override not probed',
    sections: overridden,
    context: seen([probe('broker', publicAddress, info(true)), control()], { plane: noForward }),
    expect: [{ verdict: 'unknown', cause: 'no-vantage' }],
  },
  {
    name: 'no plane claims the cluster',
    sections: cluster,
    expect: [{ verdict: 'unknown', cause: 'undeclared' }],
  },
  {
    name: 'the Server is in the cluster',
    sections: { ...cluster, workloads: [...cluster.workloads, server] },
    context: seen(silence),
    expect: [{ verdict: 'not-applicable' }],
  },
  ...Object.entries({
    'on Docker': { hosting: 'docker' },
    'that names its user': { discoversAs: { user: 'meshery-central' } },
  }).map(([name, edits]) => ({
    name: `the Server is in the cluster, and a plane ${name} claims it too`,
    sections: { ...cluster, workloads: [...cluster.workloads, server] },
    context: {
      ...seen(silence),
      planes: [plane({ name: 'inside' }), plane({ ...noForward, ...edits })],
    },
    expect: [
      {
        verdict: 'fail',
        severity: 'critical',
        text: 'from where plane central stands: 52.31.7.9:4222 from outside: timeout',
      },
    ] as const,
  })),
  {
    name: 'the Server is in the cluster, and which of two planes it is is not declared',
    sections: { ...cluster, workloads: [...cluster.workloads, server] },
    context: { ...seen(silence), planes: [plane({ name: 'one' }), plane({ name: 'two' })] },
    expect: [
      { verdict: 'unknown', subject: 'Plane one', cause: 'undeclared' },
      { verdict: 'unknown', subject: 'Plane two', cause: 'undeclared' },
    ],
  },
  {
    name: 'an Operator without a Broker',
    sections: { workloads: [operator] },
    context: seen([]),
    expect: [{ verdict: 'not-applicable' }],
  },
  { name: 'embedded mode', sections: {}, context: seen([]), expect: [{ verdict: 'not-applicable' }] },
])
