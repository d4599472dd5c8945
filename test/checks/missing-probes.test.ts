import { missingProbes } from '@fleet-auditor/checks/catalog/missing-probes.ts'
import type { Container, ProbeFacts } from '@fleet-auditor/model/workload.ts'
import { testCheck } from './check-case.ts'
import { container, meshsync, workload } from './meshery-objects.ts'

const probe = (path?: string): ProbeFacts => ({ path, initialDelay: 10, period: 10, failures: 3 })
const both = { liveness: probe('/healthz/live'), readiness: probe('/healthz/ready') }
const server = (probes: Container['probes']) => ({
  workloads: [workload({ containers: [container({ name: 'meshery', probes })] })],
})

testCheck(missingProbes, [
  { name: 'the chart’s probes', sections: server(both), expect: [{ verdict: 'pass' }] },
  {
    name: 'none',
    sections: server(undefined),
    expect: [{ verdict: 'fail', severity: 'medium', text: 'no liveness probe; no readiness probe' }],
  },
  {
    name: 'liveness alone',
    sections: server({ liveness: probe('/healthz/live') }),
    expect: [{ verdict: 'fail', text: 'no readiness probe' }],
  },
  {
    name: 'probes of an old chart, which ask the page',
    sections: server({ liveness: probe('/'), readiness: probe('/') }),
    expect: [
      {
        verdict: 'fail',
        text: 'the liveness probe asks /, not /healthz/live; the readiness probe asks /, not /healthz/ready',
      },
    ],
  },
  {
    name: 'a MeshSync without probes, which the operator makes',
    sections: { workloads: [meshsync] },
    expect: [{ verdict: 'fail', severity: 'info', text: 'no liveness probe; no readiness probe' }],
  },
  {
    name: 'a side container without probes beside the main one',
    sections: {
      workloads: [
        workload({ containers: [container({ name: 'meshery', probes: both }), container({ name: 'side' })] }),
      ],
    },
    expect: [{ verdict: 'pass' }],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
