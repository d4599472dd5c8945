import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { Observation } from '@fleet-auditor/model/observation.ts'
import type { ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import type { LatencyDay } from '../ports/latency-store.ts'

/**
 * Median round trip, in milliseconds, from each vantage's region to a cluster's API server; the shortest where several
 * vantages stand in one region. Only figures that may be judged, between regions that are known.
 */
export function latencyTo(
  cluster: Pick<Cluster, 'region'>,
  observations: readonly Observation[],
  { vantages }: Pick<FleetFile, 'vantages'>,
): ResultSummary['latency'] {
  const to = cluster.region
  if (to === undefined) return []
  const regions = new Map(vantages.map(({ name, region }) => [name, region]))
  const shortest = new Map<string, number>()
  for (const { vantage, target, result } of observations) {
    const from = regions.get(vantage)
    if (from === undefined || target.kind !== 'api' || result.status !== 'answered') continue
    if (!result.roundTrip || result.roundTrip.samples === 0) continue
    const { median } = result.roundTrip
    shortest.set(from, Math.min(median, shortest.get(from) ?? median))
  }
  return [...shortest].map(([from, medianMs]) => ({ from, to, medianMs }))
}

/** The run's round trips by pair of regions. */
export function latencyDays(
  summaries: readonly ResultSummary[],
  { id, startedAt }: { readonly id: string; readonly startedAt: string },
): LatencyDay[] {
  const measured = summaries.flatMap(({ latency }) => latency)
  const pairs = Map.groupBy(measured, ({ from, to }) => `${from} ${to}`)
  return [...pairs.values()].flatMap((pair): LatencyDay[] => {
    const [first] = pair
    const sorted = pair.map(({ medianMs }) => medianMs).toSorted((a, b) => a - b)
    const medianMs = sorted[Math.floor((sorted.length - 1) / 2)]
    const worstMs = sorted.at(-1)
    if (!first || medianMs === undefined || worstMs === undefined) return []
    const { from, to } = first
    return [{ from, to, day: startedAt.slice(0, 10), run: id, clusters: pair.length, medianMs, worstMs }]
  })
}
