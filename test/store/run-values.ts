import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import type { Digest } from '@fleet-auditor/model/digest.ts'
import type { ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import type { DiscoveredScope, ListedSources, Shard } from '@fleet-auditor/model/run-plan.ts'
import type { Scope } from '@fleet-auditor/model/scope.ts'
import { collected } from '@fleet-auditor/model/section.ts'
import { comparison, day, finding, run } from './records.ts'

export const scope = (account: number): Scope => ({ provider: 'eks', account: String(account), region: 'eu-west-1' })

/** A cluster as EKS lists it. */
export const found = (number: number): Cluster => ({
  id: `eks:111122223333:eu-west-1/payments-${number}`,
  locator: `arn:aws:eks:eu-west-1:111122223333:cluster/payments-${number}`,
  name: `payments-${number}`,
  provider: 'eks',
  scope: 'aws:111122223333:eu-west-1',
  region: 'eu-west-1',
  labels: { team: `team-${number % 7}`, environment: number % 3 === 0 ? 'production' : 'staging' },
  cloud: collected(
    {
      status: 'ACTIVE',
      running: true,
      version: '1.34',
      region: 'eu-west-1',
      createdAt: day((number % 27) + 1),
      life: day((number % 27) + 1),
      endpoint: {
        public: true,
        private: true,
        authorizedRanges: [`198.51.100.${number}/32`, '203.0.113.0/24'],
        externalDns: false,
      },
      support: { extended: false, standardUntil: '2026-12-02', extendedUntil: '2027-12-02' },
      autopilot: false,
      labels: { team: `team-${number % 7}`, environment: number % 3 === 0 ? 'production' : 'staging' },
    },
    day(1),
  ),
})

export const shard = (clusters: number, change: Partial<Shard> = {}): Shard => ({
  worker: 'eks',
  clusters: Array.from({ length: clusters }, (_, at) => ({ cluster: found(at), scope: scope(111122223333) })),
  planes: [],
  ...change,
})

/** A small cluster's report: five checks open, one thing unknown, one finding that changed. */
export function report(number: number, change: Partial<ResultSummary> = {}): ResultSummary {
  const { cloud: _, ...cluster } = found(number)
  const fingerprint = (number * 2_654_435_761).toString(16).padStart(32, '0')
  return {
    target: { kind: 'cluster', key: `key-${number}`, cluster, planes: ['prod'], team: `team-${number % 7}` },
    row: { id: cluster.id, kind: 'cluster', outcome: 'audited' },
    takenAt: day(1),
    first: false,
    open: {
      'missing-resources': { high: (number % 5) + 1, medium: 2 },
      'unpinned-image': { medium: 3 },
      'public-broker': { critical: 1 },
      'no-limit-range': { low: 1 },
      'single-replica': { info: (number % 3) + 1 },
    },
    waived: number % 2,
    unknowns: [{ check: 'node-skew', cause: 'forbidden', detail: 'nodes is forbidden: User "auditor" cannot list' }],
    changes: [comparison('opened', finding(fingerprint))],
    latency: [{ from: 'eu-central-1', to: 'eu-west-1', medianMs: 20 + number / 8 }],
    ...change,
  }
}

export const listed = (count: number): ListedSources => ({
  scopes: Array.from({ length: count }, (_, at) => scope(at)),
  rows: [{ id: 'aws:organization', kind: 'scope', outcome: 'failed', cause: 'forbidden', detail: 'not allowed' }],
})

export const discovered = (account: number, clusters: readonly Cluster[]): DiscoveredScope => ({
  scope: scope(account),
  row: { id: `aws:${account}:eu-west-1`, kind: 'scope', outcome: 'listed' },
  complete: true,
  clusters: [...clusters],
})

export function digest(number: number): Digest {
  const { ledger: _, ...summary } = run(number, { state: 'complete', endedAt: day(number) })
  return {
    run: summary,
    baseline: false,
    newClusters: [
      { target: { kind: 'cluster', key: 'key-1' }, cluster: 'eks:111122223333:eu-west-1/payments-1', open: 3 },
    ],
    lines: [],
    stale: [
      {
        target: { kind: 'cluster', key: 'key-2' },
        cluster: 'eks:111122223333:eu-west-1/payments-2',
        team: 'team-2',
        cause: 'unreachable',
        since: day(1),
      },
    ],
    unreadScopes: [{ scope: 'aws:1:eu-west-1', detail: 'not allowed' }],
    unknowns: [],
  }
}
