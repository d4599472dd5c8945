import { unreachableCluster } from '@fleet-auditor/checks/catalog/unreachable-cluster.ts'
import type { Cause } from '@fleet-auditor/model/cause.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import { testCheck } from './check-case.ts'
import { cloudFacts } from './cloud-facts.ts'

const subject = 'Cluster payments (EKS eu-west-1)'
const broken = (cause: Cause) => ({ connection: failed(cause, `because ${cause}`) })

testCheck(unreachableCluster, [
  { name: 'an API server that answers', sections: {}, expect: [{ verdict: 'pass', subject }] },
  ...(['unreachable', 'timeout', 'unauthenticated', 'throttled', 'malformed'] as const).map((cause) => ({
    name: `an API server that is ${cause}`,
    sections: broken(cause),
    expect: [
      {
        verdict: 'fail',
        subject,
        severity: 'high',
        evidence: { cause, detail: `because ${cause}`, reachedBefore: false },
        text: `${cause}: because ${cause}`,
      },
    ] as const,
  })),
  {
    name: 'a private endpoint, never reached',
    sections: broken('private-endpoint'),
    expect: [{ verdict: 'fail', subject, severity: 'info', text: 'private-endpoint: because private-endpoint' }],
  },
  {
    name: 'a private endpoint, reached before',
    sections: broken('private-endpoint'),
    context: { reachedBefore: true },
    expect: [{ verdict: 'fail', subject, severity: 'high', text: 'private-endpoint: because private-endpoint' }],
  },
  {
    name: 'a cluster that the cloud reports stopped',
    sections: { ...broken('unreachable'), cloud: cloudFacts({ running: false, status: 'Stopped' }) },
    expect: [{ verdict: 'not-applicable' }],
  },
  {
    name: 'a cluster that the cloud reports running',
    sections: { ...broken('timeout'), cloud: cloudFacts() },
    expect: [{ verdict: 'fail', severity: 'high', text: 'timeout: because timeout' }],
  },
  {
    name: 'a cluster whose identity another one shows too',
    sections: { kubeSystem: failed('contested', 'another cluster shows the same UID') },
    expect: [{ verdict: 'unknown', subject, cause: 'contested' }],
  },
  {
    name: 'an API server where kube-system may not be read',
    sections: { kubeSystem: failed('forbidden', 'no right') },
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'a run that was cancelled',
    sections: broken('cancelled'),
    expect: [{ verdict: 'unknown', subject, cause: 'cancelled' }],
  },
  {
    name: 'a fault of the auditor itself',
    sections: broken('tool-error'),
    expect: [{ verdict: 'unknown', cause: 'tool-error' }],
  },
])
