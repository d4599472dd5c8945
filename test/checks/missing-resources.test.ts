import { missingResources } from '@fleet-auditor/checks/catalog/missing-resources.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import { testCheck } from './check-case.ts'
import { cloudFacts } from './cloud-facts.ts'
import { broker, container, meshsync, workload } from './meshery-objects.ts'

const all = ['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory']
const bare = workload({ containers: [container({ requests: {}, limits: {} })] })
const limitRange = (edits: object = {}) => ({
  namespace: 'meshery',
  name: 'defaults',
  defaultRequests: { cpu: '50m', memory: '64Mi' },
  defaultLimits: { cpu: '1', memory: '1Gi' },
  ...edits,
})
const subject = 'Deployment meshery/meshery, container main'

testCheck(missingResources, [
  { name: 'everything set', sections: { workloads: [workload()] }, expect: [{ verdict: 'pass', subject }] },
  {
    name: 'nothing set',
    sections: { workloads: [bare] },
    expect: [
      {
        verdict: 'fail',
        subject,
        severity: 'medium',
        evidence: { missing: all, component: 'server' },
        text: 'no requests.cpu, requests.memory, limits.cpu, limits.memory',
      },
    ],
  },
  {
    name: 'nothing set of an init container that ends, and of one that runs as long as its pod',
    sections: {
      workloads: [
        workload({
          containers: [
            container(),
            container({ name: 'prepare', init: true, requests: {}, limits: {} }),
            container({ name: 'proxy', init: true, sidecar: true, requests: {}, limits: {} }),
          ],
        }),
      ],
    },
    expect: [
      { verdict: 'pass', subject },
      {
        verdict: 'fail',
        subject: 'Deployment meshery/meshery, container proxy',
        text: 'no requests.cpu, requests.memory, limits.cpu, limits.memory',
      },
    ],
  },
  {
    name: 'only the CPU limit is missing',
    sections: { workloads: [workload({ containers: [container({ limits: { memory: '1Gi' } })] })] },
    expect: [
      {
        verdict: 'fail',
        subject,
        severity: 'low',
        evidence: { missing: ['limits.cpu'], component: 'server' },
        text: 'no limits.cpu',
      },
    ],
  },
  {
    name: 'limits without requests set the requests too',
    sections: { workloads: [workload({ containers: [container({ requests: {} })] })] },
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'the pod’s own resources count',
    sections: {
      workloads: [
        workload({
          containers: [container({ requests: {}, limits: {} })],
          podRequests: { cpu: '1', memory: '1Gi' },
          podLimits: { cpu: '1', memory: '1Gi' },
        }),
      ],
    },
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'a LimitRange fills the whole gap',
    sections: { workloads: [bare], limitRanges: [limitRange()] },
    expect: [
      {
        verdict: 'fail',
        severity: 'low',
        evidence: {
          component: 'server',
          missing: all,
          filledBy: 'LimitRange meshery/defaults',
        },
        text: 'no requests.cpu, requests.memory, limits.cpu, limits.memory, filled at admission by LimitRange meshery/defaults',
      },
    ],
  },
  {
    name: 'a LimitRange fills part of the gap',
    sections: { workloads: [bare], limitRanges: [limitRange({ defaultLimits: { memory: '1Gi' } })] },
    expect: [
      { verdict: 'fail', severity: 'medium', text: 'no requests.cpu, requests.memory, limits.cpu, limits.memory' },
    ],
  },
  {
    name: 'a LimitRange of another namespace',
    sections: { workloads: [bare], limitRanges: [limitRange({ namespace: 'default' })] },
    expect: [
      { verdict: 'fail', severity: 'medium', text: 'no requests.cpu, requests.memory, limits.cpu, limits.memory' },
    ],
  },
  {
    name: 'Autopilot fills it',
    sections: { workloads: [bare], cloud: cloudFacts({ autopilot: true }) },
    context: { provider: 'gke' },
    expect: [
      {
        verdict: 'fail',
        severity: 'low',
        evidence: {
          component: 'server',
          missing: all,
          filledBy: 'GKE Autopilot',
        },
        text: 'no requests.cpu, requests.memory, limits.cpu, limits.memory, filled at admission by GKE Autopilot',
      },
    ],
  },
  {
    name: 'on GKE, with the cloud unread',
    sections: { workloads: [bare] },
    context: { provider: 'gke' },
    expect: [{ verdict: 'unknown', subject, cause: 'undeclared' }],
  },
  {
    name: 'a gap, and the LimitRanges unread',
    sections: { workloads: [bare], limitRanges: failed('forbidden', 'no limitranges') },
    expect: [{ verdict: 'unknown', subject, cause: 'forbidden' }],
  },
  {
    name: 'no gap, and the LimitRanges unread',
    sections: { workloads: [workload()], limitRanges: failed('forbidden', 'no limitranges') },
    expect: [{ verdict: 'pass', subject }],
  },
  ...[broker, meshsync].map((made) => ({
    name: `the operator’s own ${made.component}, whose template has no field for them`,
    sections: {
      workloads: [
        workload({ ...made, containers: made.containers.map((one) => ({ ...one, requests: {}, limits: {} })) }),
      ],
    },
    expect: [
      {
        verdict: 'fail' as const,
        severity: 'info' as const,
        text: 'no requests.cpu, requests.memory, limits.cpu, limits.memory',
      },
    ],
  })),
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
