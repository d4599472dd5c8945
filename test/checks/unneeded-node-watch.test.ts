import { unneededNodeWatch } from '@fleet-auditor/checks/catalog/unneeded-node-watch.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import { testCheck } from './check-case.ts'
import {
  account,
  binding,
  container,
  nodeWatch,
  operatorMode,
  review,
  rightsOf,
  rule,
  server,
  workload,
} from './meshery-objects.ts'

const serverAccount = account('meshery-server')
const natsAccount = account('default')
const rights = (...ofServer: ReturnType<typeof binding>[]) => [
  rightsOf(serverAccount, ...ofServer),
  rightsOf(natsAccount),
]
const embeddedByDefault = workload({
  containers: [
    container({ env: [{ name: 'MESHSYNC_DEFAULT_DEPLOYMENT_MODE', source: 'literal', value: 'embedded' }] }),
  ],
})
const ofServer = 'ServiceAccount meshery/meshery-server'
const ofNats = 'ServiceAccount meshery/default'

testCheck(unneededNodeWatch, [
  {
    name: 'in operator mode the Server can watch nodes',
    sections: { workloads: operatorMode, rights: rights(binding([nodeWatch])) },
    expect: [
      {
        verdict: 'fail',
        subject: ofServer,
        severity: 'low',
        text: 'does not discover this cluster, and may watch nodes (ClusterRoleBinding a-binding → ClusterRole a-role)',
      },
      { verdict: 'pass', subject: ofNats },
    ],
  },
  {
    name: 'a Server that holds every resource, which wildcard-role reports',
    sections: {
      workloads: operatorMode,
      rights: rights(binding([rule({ verbs: ['get', 'watch'], apiGroups: ['*'], resources: ['*'] })])),
    },
    expect: [{ verdict: 'not-applicable' }, { verdict: 'pass', subject: ofNats }],
  },
  {
    name: 'MeshSync’s own account, though the Server’s variable asks for embedded mode',
    sections: {
      workloads: [embeddedByDefault, ...operatorMode.slice(1)],
      rights: [...rights(), rightsOf(account('meshery-operator'), binding([nodeWatch]))],
    },
    expect: [
      { verdict: 'pass', subject: ofServer },
      { verdict: 'pass', subject: ofNats },
    ],
  },
  {
    name: 'in operator mode the Server cannot',
    sections: { workloads: operatorMode, rights: rights() },
    expect: [{ verdict: 'pass' }, { verdict: 'pass' }],
  },
  {
    name: 'the authorizer goes before the roles',
    sections: { workloads: operatorMode, rights: rights(), reviews: [review(serverAccount, 'watch', true)] },
    expect: [
      {
        verdict: 'fail',
        subject: ofServer,
        evidence: { by: 'access review' },
        text: 'does not discover this cluster, and may watch nodes (access review)',
      },
      { verdict: 'pass' },
    ],
  },
  {
    name: 'nothing of the rights could be read',
    sections: { workloads: operatorMode, rights: failed('forbidden', 'no'), reviews: failed('forbidden', 'no') },
    expect: [
      { verdict: 'unknown', subject: ofServer, cause: 'forbidden' },
      { verdict: 'unknown', subject: ofNats, cause: 'forbidden' },
    ],
  },
  {
    name: 'embedded, the Server discovers: it needs the right',
    sections: { workloads: [server], rights: rights(binding([nodeWatch])) },
    expect: [{ verdict: 'not-applicable' }],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
