import { scaledBroker } from '@fleet-auditor/checks/catalog/scaled-broker.ts'
import { testCheck } from './check-case.ts'
import { broker, brokerResource, workload } from './meshery-objects.ts'

testCheck(scaledBroker, [
  {
    name: 'one server',
    sections: { workloads: [broker], brokers: [brokerResource()] },
    expect: [{ verdict: 'pass', subject: 'Broker meshery/meshery-broker' }],
  },
  {
    name: 'three by the resource',
    sections: { brokers: [brokerResource({ size: 3 })] },
    expect: [
      {
        verdict: 'fail',
        severity: 'high',
        evidence: { size: 3 },
        text: '3 independent NATS servers behind one Service',
      },
    ],
  },
  {
    name: 'two by the StatefulSet, scaled by hand',
    sections: { workloads: [workload({ ...broker, replicas: 2 })], brokers: [brokerResource()] },
    expect: [
      {
        verdict: 'fail',
        subject: 'Broker meshery/meshery-broker',
        text: '2 independent NATS servers behind one Service',
      },
    ],
  },
  {
    name: 'three by both: one cause, one finding',
    sections: { workloads: [workload({ ...broker, replicas: 3 })], brokers: [brokerResource({ size: 3 })] },
    expect: [
      {
        verdict: 'fail',
        subject: 'Broker meshery/meshery-broker',
        text: '3 independent NATS servers behind one Service',
      },
    ],
  },
  {
    name: 'two servers without a resource',
    sections: { workloads: [workload({ ...broker, replicas: 2 })] },
    expect: [
      {
        verdict: 'fail',
        subject: 'StatefulSet meshery/meshery-nats',
        text: '2 independent NATS servers behind one Service',
      },
    ],
  },
  { name: 'no Broker', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
