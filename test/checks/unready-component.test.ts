import { unreadyComponent } from '@fleet-auditor/checks/catalog/unready-component.ts'
import type { PodState } from '@fleet-auditor/model/workload.ts'
import { testCheck } from './check-case.ts'
import { broker, container, minutesAgo, operator, server, workload } from './meshery-objects.ts'

const pod = (edits: Partial<PodState> = {}): PodState => ({
  namespace: 'meshery',
  name: 'meshery-6d4',
  owner: 'meshery',
  component: 'server',
  phase: 'Running',
  ready: true,
  createdAt: minutesAgo(5000),
  containers: [{ name: 'main', ready: true, restarts: 0 }],
  ...edits,
})
const waiting = (name: string, reason: string, restarts = 0) => ({ name, ready: false, restarts, waiting: reason })
const down = workload({ readyReplicas: 0 })
const subject = 'Deployment meshery/meshery'

testCheck(unreadyComponent, [
  { name: 'ready', sections: { workloads: [server], pods: [pod()] }, expect: [{ verdict: 'pass', subject }] },
  {
    name: 'scaled to zero',
    sections: { workloads: [workload({ replicas: 0, readyReplicas: 0 })] },
    expect: [
      {
        verdict: 'fail',
        subject,
        severity: 'high',
        evidence: { ready: 0, wanted: 0, why: 'scaled-to-zero', waiting: [] },
        text: 'scaled-to-zero, 0 of 0 replicas ready',
      },
    ],
  },
  {
    name: 'a pod that no node takes, in the scheduler’s words',
    sections: {
      workloads: [down],
      pods: [pod({ ready: false, unscheduled: '0/3 nodes are available: 3 Insufficient memory.', containers: [] })],
    },
    expect: [
      {
        verdict: 'fail',
        subject,
        text: 'not-ready, 0 of 1 replicas ready; not scheduled: 0/3 nodes are available: 3 Insufficient memory.',
      },
    ],
  },
  {
    name: 'an image that is not pulled, in the kubelet’s words',
    sections: {
      workloads: [down],
      pods: [
        pod({
          ready: false,
          containers: [{ ...waiting('main', 'ErrImagePull'), waitingMessage: 'dial tcp: i/o timeout' }],
        }),
      ],
    },
    expect: [
      {
        verdict: 'fail',
        subject,
        text: 'not-ready, 0 of 1 replicas ready; main: ErrImagePull; main: dial tcp: i/o timeout',
      },
    ],
  },
  {
    name: 'not ready for four minutes: a node upgrade, or the begin of more',
    sections: { workloads: [down], pods: [pod({ ready: false, readySince: minutesAgo(4) })] },
    expect: [{ verdict: 'unknown', subject, cause: 'too-young' }],
  },
  ...['Failed', 'Succeeded'].map((phase) => ({
    name: `a pod of phase ${phase} that was left behind, and one two minutes old: its age is the young one’s`,
    sections: {
      workloads: [down],
      pods: [
        pod({ name: 'evicted', phase, ready: false, readySince: minutesAgo(4_000) }),
        pod({ ready: false, createdAt: minutesAgo(2) }),
      ],
    },
    expect: [{ verdict: 'unknown', subject, cause: 'too-young' }] as const,
  })),
  {
    name: 'a pod of phase Failed that was left in a crash loop beside one that serves',
    sections: {
      workloads: [server],
      pods: [pod({ phase: 'Failed', ready: false, containers: [waiting('main', 'CrashLoopBackOff', 9)] }), pod()],
    },
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'not ready for twenty minutes',
    sections: { workloads: [down], pods: [pod({ ready: false, readySince: minutesAgo(20) })] },
    expect: [
      {
        verdict: 'fail',
        subject,
        evidence: { ready: 0, wanted: 1, why: 'not-ready', waiting: [] },
        text: 'not-ready, 0 of 1 replicas ready',
      },
    ],
  },
  {
    name: 'unavailable for long by the Deployment’s own condition, with a young pod',
    sections: {
      workloads: [
        workload({ readyReplicas: 0, conditions: [{ type: 'Available', status: 'False', since: minutesAgo(60) }] }),
      ],
      pods: [pod({ ready: false, createdAt: minutesAgo(1) })],
    },
    expect: [{ verdict: 'fail', subject, text: 'not-ready, 0 of 1 replicas ready' }],
  },
  {
    name: 'no pod at all for long: a quota, for example',
    sections: { workloads: [down] },
    expect: [{ verdict: 'fail', subject, text: 'not-ready, 0 of 1 replicas ready' }],
  },
  {
    name: 'a crash loop that flaps to ready',
    sections: { workloads: [server], pods: [pod({ containers: [waiting('main', 'CrashLoopBackOff', 17)] })] },
    expect: [
      {
        verdict: 'fail',
        evidence: { ready: 1, wanted: 1, why: 'crash-looping', waiting: ['main: CrashLoopBackOff'] },
        text: 'crash-looping, 1 of 1 replicas ready; main: CrashLoopBackOff',
      },
    ],
  },
  {
    name: 'the image of kube-rbac-proxy can no longer be pulled',
    sections: {
      workloads: [
        workload({
          ...operator,
          readyReplicas: 0,
          containers: [container({ name: 'manager' }), container({ name: 'kube-rbac-proxy' })],
        }),
      ],
      pods: [
        pod({
          owner: 'meshery-operator',
          ready: false,
          readySince: minutesAgo(600),
          containers: [waiting('kube-rbac-proxy', 'ImagePullBackOff')],
        }),
      ],
    },
    expect: [
      {
        verdict: 'fail',
        evidence: {
          ready: 0,
          wanted: 1,
          why: 'not-ready',
          waiting: ['kube-rbac-proxy: ImagePullBackOff'],
          hint: 'the image of kube-rbac-proxy is no longer served: the chart is older than v1.0.51',
        },
        text: 'not-ready, 0 of 1 replicas ready; kube-rbac-proxy: ImagePullBackOff; the image of kube-rbac-proxy is no longer served: the chart is older than v1.0.51',
      },
    ],
  },
  {
    name: 'a Broker whose pods are another workload’s',
    sections: { workloads: [broker], pods: [pod({ ready: false, readySince: minutesAgo(600) })] },
    expect: [{ verdict: 'pass', subject: 'StatefulSet meshery/meshery-nats' }],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
  {
    name: 'adapters are not judged',
    sections: { workloads: [workload({ component: 'adapter', readyReplicas: 0 })] },
    expect: [{ verdict: 'not-applicable' }],
  },
])
