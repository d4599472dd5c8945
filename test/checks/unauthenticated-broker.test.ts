import { unauthenticatedBroker } from '@fleet-auditor/checks/catalog/unauthenticated-broker.ts'
import { brokerCluster, info, loadBalancer, probe, publicAddress, service, silent, vantage } from './broker-cluster.ts'
import { testCheck } from './check-case.ts'

const from = (...observations: ReturnType<typeof probe>[]) => ({ vantages: [vantage()], observations })
const subject = 'Service meshery/meshery-nats'
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
        evidence: { authRequired: false, version: '2.14.2', seen: '52.31.7.9:4222 from outside answered' },
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
    name: 'a Broker that was not probed',
    sections: brokerCluster(service()),
    expect: [{ verdict: 'unknown', subject, cause: 'no-vantage' }],
  },
  {
    name: 'headless Services are not asked',
    sections: brokerCluster(service({ name: 'meshery-nats-headless', clusterIP: 'None' })),
    expect: [{ verdict: 'not-applicable' }],
  },
  { name: 'no Broker', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
