import { missingStartupProbe } from '@fleet-auditor/checks/catalog/missing-startup-probe.ts'
import type { Container, PodState } from '@fleet-auditor/model/workload.ts'
import { testCheck, type SectionEdits } from './check-case.ts'
import { endedEarly, serverPod } from './kube-pod.ts'
import { container, minutesAgo, workload } from './meshery-objects.ts'

const of = (states: PodState['containers'] | undefined, edits: Partial<Container> = {}): SectionEdits => ({
  workloads: [workload({ containers: [container({ name: 'meshery', ...edits })] })],
  pods: states ? [serverPod({ containers: states })] : [],
})
const startup = { startup: { path: '/healthz/live', initialDelay: 0, period: 10, failures: 18 } }

testCheck(missingStartupProbe, [
  {
    name: 'no startup probe, and a run that ended after two minutes',
    sections: of([endedEarly()]),
    expect: [
      {
        verdict: 'fail',
        subject: 'Deployment meshery/meshery, container meshery',
        severity: 'info',
        text: 'no startup probe, and its last run ended 120 s after its start (1 restarts)',
      },
    ],
  },
  {
    name: 'the same with a startup probe',
    sections: of([endedEarly()], { probes: startup }),
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'a run that ended after exactly five minutes',
    sections: of([endedEarly({ lastRun: { startedAt: minutesAgo(10), finishedAt: minutesAgo(5) } })]),
    expect: [{ verdict: 'pass', evidence: { because: 'no startup probe, and no run that ended early' } }],
  },
  {
    name: 'restarts without a recorded run before',
    sections: of([endedEarly({ lastRun: undefined })]),
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'an early end of the container beside it',
    sections: of([endedEarly({ name: 'proxy' }), { name: 'meshery', ready: true, restarts: 0 }]),
    expect: [{ verdict: 'pass' }],
  },
  { name: 'no pod to show it', sections: of(undefined), expect: [{ verdict: 'not-applicable' }] },
  {
    name: 'a startup probe and no pod',
    sections: of(undefined, { probes: startup }),
    expect: [{ verdict: 'pass', evidence: { because: 'a startup probe' } }],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
