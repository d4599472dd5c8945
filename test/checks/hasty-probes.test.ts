import { hastyProbes } from '@fleet-auditor/checks/catalog/hasty-probes.ts'
import type { Container } from '@fleet-auditor/model/workload.ts'
import { testCheck } from './check-case.ts'
import { container, workload } from './meshery-objects.ts'

const server = (probes: Container['probes']) => ({
  workloads: [workload({ containers: [container({ name: 'meshery', probes })] })],
})

testCheck(hastyProbes, [
  {
    name: 'the chart’s times',
    sections: server({ liveness: { initialDelay: 80, period: 12, failures: 4 } }),
    expect: [{ verdict: 'pass', evidence: { seconds: 128, expected: 128 } }],
  },
  {
    name: 'Kubernetes’ defaults',
    sections: server({ liveness: { initialDelay: 0, period: 10, failures: 3 } }),
    expect: [
      {
        verdict: 'fail',
        severity: 'low',
        text: 'kills a Server that does not answer after 30 s; the chart waits 128 s',
      },
    ],
  },
  {
    name: 'the same behind a startup probe of three minutes',
    sections: server({
      liveness: { initialDelay: 0, period: 10, failures: 3 },
      startup: { initialDelay: 0, period: 10, failures: 18 },
    }),
    expect: [{ verdict: 'pass', evidence: { seconds: 210, expected: 128 } }],
  },
  { name: 'no liveness probe', sections: server(undefined), expect: [{ verdict: 'not-applicable' }] },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
