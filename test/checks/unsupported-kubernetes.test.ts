import { unsupportedKubernetes } from '@fleet-auditor/checks/catalog/unsupported-kubernetes.ts'
import type { CloudFacts } from '@fleet-auditor/model/cloud-facts.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import { testCheck } from './check-case.ts'
import { cloudFacts } from './cloud-facts.ts'

const eks = (standardUntil: string, support: Partial<CloudFacts['support']> = {}) => ({
  cloud: cloudFacts({ version: '1.33', support: { extended: false, standardUntil, ...support } }),
})
const version = (word: string, extended = false) => ({ cloud: cloudFacts({ version: word, support: { extended } }) })
const gke = { provider: 'gke' } as const
const aks = { provider: 'aks' } as const
const refusedDates = failed('forbidden', 'AccessDeniedException', {
  kind: 'cloud',
  provider: 'aws',
  action: 'eks:DescribeClusterVersions',
})
const subject = 'Cluster payments (EKS eu-west-1)'

testCheck(unsupportedKubernetes, [
  { name: 'EKS: a year to go', sections: eks('2027-11-01'), expect: [{ verdict: 'pass', subject }] },
  {
    name: 'EKS: ends in 30 days',
    sections: eks('2026-12-21'),
    expect: [
      {
        verdict: 'fail',
        subject,
        severity: 'medium',
        evidence: { version: '1.33', standardUntil: '2026-12-21', daysLeft: 29, extended: false },
        text: 'standard support of 1.33 ends on 2026-12-21',
      },
    ],
  },
  { name: 'EKS: ends in 61 days', sections: eks('2027-01-21'), expect: [{ verdict: 'pass' }] },
  {
    name: 'EKS: ended',
    sections: eks('2026-07-01'),
    expect: [{ verdict: 'fail', severity: 'medium', text: 'standard support of 1.33 ended 2026-07-01' }],
  },
  {
    name: 'EKS: ended, extended support runs',
    sections: eks('2026-07-01', { extended: true, extendedUntil: '2027-07-01' }),
    expect: [
      {
        verdict: 'fail',
        severity: 'low',
        text: 'standard support of 1.33 ended 2026-07-01; extended support is paid for',
      },
    ],
  },
  {
    name: 'EKS: extended support ended too',
    sections: eks('2025-07-01', { extended: true, extendedUntil: '2026-07-01' }),
    expect: [
      {
        verdict: 'fail',
        severity: 'medium',
        text: 'standard support of 1.33 ended 2025-07-01; extended support is paid for',
      },
    ],
  },
  {
    name: 'EKS: the dates were not allowed to be read',
    sections: { cloud: cloudFacts({ version: '1.33', support: { extended: false, unread: refusedDates } }) },
    expect: [{ verdict: 'unknown', subject, cause: 'forbidden' }],
  },
  {
    name: 'EKS: the dates do not have this version',
    sections: version('1.33'),
    expect: [{ verdict: 'unknown', subject, cause: 'outdated' }],
  },
  { name: 'GKE: 1.35 is supported', sections: version('1.35.0-gke.100'), context: gke, expect: [{ verdict: 'pass' }] },
  {
    name: 'GKE: 1.33 ended',
    sections: version('1.33.8-gke.1026000'),
    context: gke,
    expect: [{ verdict: 'fail', text: 'standard support of 1.33.8-gke.1026000 ended 2026-08-03' }],
  },
  {
    name: 'GKE: 1.33 ended, in the Extended channel',
    sections: version('1.33.8-gke.1026000', true),
    context: gke,
    expect: [
      {
        verdict: 'fail',
        severity: 'low',
        text: 'standard support of 1.33.8-gke.1026000 ended 2026-08-03; extended support is paid for',
      },
    ],
  },
  {
    name: 'AKS: 1.20 is older than the table',
    sections: version('1.20.9'),
    context: aks,
    expect: [{ verdict: 'fail', text: 'standard support of 1.20.9 ended long ago' }],
  },
  {
    name: 'AKS: 1.40 is newer than the table',
    sections: version('1.40.0'),
    context: aks,
    expect: [{ verdict: 'unknown', cause: 'outdated' }],
  },
  {
    name: 'GKE: the table is past its own date, an end still ahead is not believed',
    sections: version('1.35.0-gke.100'),
    context: { ...gke, takenAt: '2027-03-05T02:00:00.000Z' },
    expect: [{ verdict: 'unknown', cause: 'outdated' }],
  },
  {
    name: 'GKE: the table is past its own date, an end behind stays behind',
    sections: version('1.33.8'),
    context: { ...gke, takenAt: '2027-03-05T02:00:00.000Z' },
    expect: [{ verdict: 'fail', text: 'standard support of 1.33.8 ended 2026-08-03' }],
  },
  {
    name: 'no cloud known',
    sections: { cloud: cloudFacts() },
    context: { provider: 'kubeconfig' },
    expect: [{ verdict: 'not-applicable' }],
  },
])
