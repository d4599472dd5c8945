import { restartingComponent } from '@fleet-auditor/checks/catalog/restarting-component.ts'
import type { PodState } from '@fleet-auditor/model/workload.ts'
import { testCheck, type SectionEdits } from './check-case.ts'
import { endedEarly, serverPod } from './kube-pod.ts'
import { adapter, minutesAgo, server } from './meshery-objects.ts'

type State = PodState['containers'][number]

const day = 24 * 60
const of = (state: Partial<State>, createdMinutesAgo: number): SectionEdits => ({
  workloads: [server],
  pods: [serverPod({ createdAt: minutesAgo(createdMinutesAgo), containers: [endedEarly(state)] })],
})
const ended = (minutes: number) => ({ startedAt: minutesAgo(minutes + 30), finishedAt: minutesAgo(minutes) })

testCheck(restartingComponent, [
  {
    name: 'three restarts of a pod of one hour',
    sections: of({ restarts: 3 }, 60),
    expect: [
      {
        verdict: 'fail',
        subject: 'Deployment meshery/meshery',
        severity: 'medium',
        evidence: { container: 'meshery', restarts: 3, perDay: 3, lastTerminated: 'Error' },
        text: 'meshery restarts 3 times a day (3 restarts, the last by Error)',
      },
    ],
  },
  { name: 'two restarts of a pod of one hour', sections: of({ restarts: 2 }, 60), expect: [{ verdict: 'pass' }] },
  {
    name: 'a hundred restarts of a pod of ten days, the last an hour ago',
    sections: of({ restarts: 100 }, 10 * day),
    expect: [{ verdict: 'fail', text: 'meshery restarts 10 times a day (100 restarts, the last by Error)' }],
  },
  {
    name: 'the same, the last of them two days ago',
    sections: of({ restarts: 100, lastRun: ended(2 * day) }, 10 * day),
    expect: [{ verdict: 'pass', evidence: { restarts: 100 } }],
  },
  {
    name: 'a hundred restarts of a pod of a year, the last an hour ago',
    sections: of({ restarts: 100 }, 365 * day),
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'one restart for want of memory five days ago',
    sections: of({ lastTerminated: 'OOMKilled', lastRun: ended(5 * day) }, 20 * day),
    expect: [{ verdict: 'fail', text: 'meshery ran out of memory (OOMKilled), 1 restarts' }],
  },
  {
    name: 'one restart for want of memory eight days ago',
    sections: of({ lastTerminated: 'OOMKilled', lastRun: ended(8 * day) }, 20 * day),
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'a crash loop, which unready-component reports',
    sections: of({ restarts: 50, waiting: 'CrashLoopBackOff' }, 60),
    expect: [{ verdict: 'not-applicable' }],
  },
  { name: 'no pod of it', sections: { workloads: [server] }, expect: [{ verdict: 'not-applicable' }] },
  { name: 'an adapter alone', sections: { workloads: [adapter] }, expect: [{ verdict: 'not-applicable' }] },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
