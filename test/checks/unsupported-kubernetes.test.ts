import { unsupportedKubernetes } from '@fleet-auditor/checks/catalog/unsupported-kubernetes.ts'
import type { CloudFacts } from '@fleet-auditor/model/cloud-facts.ts'
import { CloudProvider } from '@fleet-auditor/model/provider.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import { contextOf, testCheck } from './check-case.ts'
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
        evidence: {
          version: '1.33',
          standardUntil: '2026-12-21',
          daysLeft: 30,
          ended: false,
          extended: false,
          extendedUntil: '2027-07-29',
        },
        text: 'standard support of 1.33 ends on 2026-12-21',
      },
    ],
  },
  {
    name: 'EKS: its last day of support',
    sections: eks('2026-11-21'),
    expect: [{ verdict: 'fail', severity: 'medium', text: 'standard support of 1.33 ends on 2026-11-21' }],
  },
  {
    name: 'EKS: the day after its last day of support',
    sections: eks('2026-11-20'),
    expect: [{ verdict: 'fail', severity: 'medium', text: 'standard support of 1.33 ended 2026-11-20' }],
  },
  {
    name: 'EKS: the last day of extended support, which the API does not name and the calendar does',
    sections: { cloud: cloudFacts({ version: '1.31', support: { extended: true, standardUntil: '2025-11-26' } }) },
    context: { takenAt: '2026-11-26T23:00:00.000Z' },
    expect: [
      {
        verdict: 'fail',
        severity: 'low',
        text: 'standard support of 1.31 ended 2025-11-26; extended support is paid for until 2026-11-26, at 6 times the standard price',
      },
    ],
  },
  {
    name: 'EKS: past the last day of extended support',
    sections: { cloud: cloudFacts({ version: '1.31', support: { extended: true, standardUntil: '2025-11-26' } }) },
    context: { takenAt: '2026-11-27T01:00:00.000Z' },
    expect: [
      {
        verdict: 'fail',
        severity: 'high',
        text: 'standard support of 1.31 ended 2025-11-26; extended support is paid for until 2026-11-26, at 6 times the standard price',
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
        text: 'standard support of 1.33 ended 2026-07-01; extended support is paid for until 2027-07-01, at 6 times the standard price',
      },
    ],
  },
  {
    name: 'EKS: extended support ended too',
    sections: eks('2025-07-01', { extended: true, extendedUntil: '2026-07-01' }),
    expect: [
      {
        verdict: 'fail',
        severity: 'high',
        text: 'standard support of 1.33 ended 2025-07-01; extended support is paid for until 2026-07-01, at 6 times the standard price',
      },
    ],
  },
  {
    name: 'EKS: the dates were not allowed to be read, the calendar has them',
    sections: { cloud: cloudFacts({ version: '1.33', support: { extended: false, unread: refusedDates } }) },
    expect: [{ verdict: 'fail', subject, severity: 'medium', text: 'standard support of 1.33 ended 2026-07-29' }],
  },
  {
    name: 'EKS: the dates were not allowed to be read, and no calendar has the version',
    sections: { cloud: cloudFacts({ version: '1.44', support: { extended: false, unread: refusedDates } }) },
    expect: [{ verdict: 'unknown', subject, cause: 'forbidden' }],
  },
  {
    name: 'EKS: neither the API nor the calendar has the version',
    sections: version('1.44'),
    expect: [{ verdict: 'unknown', subject, cause: 'outdated' }],
  },
  ...[
    ['v1.32.1-eks-3025e55', 'eks', '2026-03-23'],
    ['v1.33.8-gke.1026000', 'gke', '2026-08-03'],
    ['v1.33.4', 'aks', '2026-07-31'],
  ].map(([gitVersion = '', cloud, ended]) => ({
    name: `a kubeconfig context that leads to ${cloud}: the version is the API server’s`,
    sections: { apiServer: { gitVersion } },
    context: {
      provider: CloudProvider.parse(cloud),
      cluster: { ...contextOf().cluster, provider: 'kubeconfig' as const },
    },
    expect: [
      {
        verdict: 'fail' as const,
        severity: 'medium' as const,
        text: `standard support of ${gitVersion} ended ${ended}; whether extended support is paid for was not read`,
      },
    ],
  })),
  {
    name: 'a cluster of a cloud that could not be asked',
    sections: { cloud: failed('throttled', 'TooManyRequests') },
    expect: [{ verdict: 'unknown', subject, cause: 'throttled' }],
  },
  ...['1.35.2', '1.36.0', '1.37.0'].map((word) => ({
    name: `AKS: ${word} is supported`,
    sections: version(word),
    context: aks,
    expect: [{ verdict: 'pass' as const }],
  })),
  {
    name: 'AKS: 1.28, whose LTS has ended',
    sections: version('1.28.100', true),
    context: aks,
    expect: [
      {
        verdict: 'fail',
        severity: 'high',
        text: 'standard support of 1.28.100 ended 2025-01-31; extended support is paid for until 2026-02-28, at 6 times the standard price',
      },
    ],
  },
  { name: 'GKE: 1.36 is supported', sections: version('1.36.1-gke.1'), context: gke, expect: [{ verdict: 'pass' }] },
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
        text: 'standard support of 1.33.8-gke.1026000 ended 2026-08-03; extended support is paid for until 2027-06-03, at 6 times the standard price',
      },
    ],
  },
  {
    name: 'AKS: 1.20 is older than the table',
    sections: version('1.20.9'),
    context: aks,
    expect: [{ verdict: 'fail', severity: 'high', text: 'standard support of 1.20.9 ended long ago' }],
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
