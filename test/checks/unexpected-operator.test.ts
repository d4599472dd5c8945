import { unexpectedOperator } from '@fleet-auditor/checks/catalog/unexpected-operator.ts'
import { Plane } from '@fleet-auditor/model/fleet-file.ts'
import { testCheck } from './check-case.ts'
import { literal, serverWith } from './env-of.ts'
import { brokerResource, operator, server } from './meshery-objects.ts'

const plane = (discovery?: 'embedded' | 'operator') => [Plane.parse({ name: 'central', discovery })]
const embedded = serverWith(literal('MESHSYNC_DEFAULT_DEPLOYMENT_MODE', 'embedded'))

testCheck(unexpectedOperator, [
  {
    name: 'an Operator where the fleet file declares embedded discovery',
    sections: { workloads: [server, operator] },
    context: { planes: plane('embedded') },
    expect: [
      {
        verdict: 'fail',
        subject: 'Deployment meshery/meshery-operator',
        severity: 'low',
        text: 'it runs although plane central declares embedded discovery',
      },
    ],
  },
  {
    name: 'no Operator there',
    sections: { workloads: [server] },
    context: { planes: plane('embedded') },
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'an Operator without resources beside a Server whose default is embedded',
    sections: { workloads: [embedded, operator] },
    expect: [
      {
        verdict: 'fail',
        text: 'it runs although MESHSYNC_DEFAULT_DEPLOYMENT_MODE of meshery/meshery is embedded',
      },
    ],
  },
  {
    name: 'the same with a Broker resource, for the default is that of new connections only',
    sections: { workloads: [embedded, operator], brokers: [brokerResource()] },
    expect: [{ verdict: 'not-applicable' }],
  },
  {
    name: 'operator discovery declared',
    sections: { workloads: [server, operator] },
    context: { planes: plane('operator') },
    expect: [{ verdict: 'not-applicable' }],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
