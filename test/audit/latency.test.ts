import { clusterTarget } from '@fleet-auditor/audit/cluster/judge-cluster.ts'
import { latencyDays, latencyTo } from '@fleet-auditor/audit/results/latency.ts'
import { summaryOfUnjudged } from '@fleet-auditor/audit/results/summary.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { Observation } from '@fleet-auditor/model/observation.ts'
import type { ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import { describe, expect, it } from 'vitest'

const fleet = FleetFile.parse({
  vantages: [{ name: 'home', region: 'eu-west-1' }, { name: 'neighbour', region: 'eu-west-1' }, { name: 'nowhere' }],
})
const api = (vantage: string, median: number, samples = 5): Observation => ({
  vantage,
  target: { kind: 'api', host: 'api.example', port: 443 },
  addresses: [],
  result: {
    status: 'answered',
    connect: { min: 1, median: 1, samples, discarded: 0 },
    roundTrip: { min: 1, median, samples, discarded: 0 },
  },
  at: '2026-11-21T02:00:00Z',
})

describe('the round trip to a cluster', () => {
  it.each<[string, string | undefined, Observation[], ResultSummary['latency']]>([
    [
      'is the shortest of a region’s vantages',
      'us-east-1',
      [api('home', 90), api('neighbour', 80)],
      [{ from: 'eu-west-1', to: 'us-east-1', medianMs: 80 }],
    ],
    ['is none where the vantage has no region', 'us-east-1', [api('nowhere', 90)], []],
    ['is none where the cluster has no region', undefined, [api('home', 90)], []],
    ['is none where nothing may be judged', 'us-east-1', [api('home', 90, 0)], []],
  ])('%s', (_, region, observations, expected) => {
    expect(latencyTo(region === undefined ? {} : { region }, observations, fleet)).toEqual(expected)
  })

  it('is reported by pair of regions for the whole run', () => {
    const cluster = { id: 'a', locator: 'a', name: 'a', provider: 'eks', scope: 'aws:1:a', labels: {} } as const
    const row = { id: 'a', kind: 'cluster', outcome: 'audited' } as const
    const reports = [90, 80, 200].map((medianMs): ResultSummary => {
      const latency = [{ from: 'eu-west-1', to: 'us-east-1', medianMs }]
      return {
        ...summaryOfUnjudged({ target: clusterTarget(cluster, fleet), row, takenAt: '2026-11-21T02:00:00Z' }),
        latency,
      }
    })
    expect(latencyDays(reports, { id: 'run', startedAt: '2026-11-21T02:00:00Z' })).toEqual([
      { from: 'eu-west-1', to: 'us-east-1', day: '2026-11-21', run: 'run', clusters: 3, medianMs: 90, worstMs: 200 },
    ])
  })
})
