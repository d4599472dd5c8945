import { undersizedMemory } from '@fleet-auditor/checks/catalog/undersized-memory.ts'
import type { Component, Workload } from '@fleet-auditor/model/workload.ts'
import { testCheck } from './check-case.ts'
import { container, workload } from './meshery-objects.ts'

const limited = (component: Component, memory: string | undefined, edits: Partial<Workload> = {}) => ({
  workloads: [workload({ component, containers: [container({ limits: { memory } })], ...edits })],
})

testCheck(undersizedMemory, [
  {
    name: 'a Server of 1Gi',
    sections: limited('server', '1Gi'),
    expect: [{ verdict: 'fail', severity: 'medium', text: 'memory limit 1Gi; the starting point is 2Gi' }],
  },
  { name: 'a Server of 2048Mi', sections: limited('server', '2048Mi'), expect: [{ verdict: 'pass' }] },
  {
    name: 'a Server of 2G, which is less than 2Gi',
    sections: limited('server', '2G'),
    expect: [{ verdict: 'fail', text: 'memory limit 2G; the starting point is 2Gi' }],
  },
  {
    name: 'a Server whose pod bounds it',
    sections: limited('server', undefined, { podLimits: { memory: '3Gi' } }),
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'a Broker of 256Mi, which the operator sets',
    sections: limited('broker', '256Mi'),
    expect: [{ verdict: 'fail', severity: 'info', text: 'memory limit 256Mi; the starting point is 512Mi' }],
  },
  { name: 'an adapter of 256Mi', sections: limited('adapter', '256Mi'), expect: [{ verdict: 'pass' }] },
  {
    name: 'a limit that is no quantity',
    sections: limited('server', 'plenty'),
    expect: [{ verdict: 'unknown', cause: 'malformed' }],
  },
  { name: 'no limit', sections: limited('server', undefined), expect: [{ verdict: 'not-applicable' }] },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
