import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { Coverage, LedgerRow, RunSummary } from '@fleet-auditor/model/run.ts'
import type { Clock } from '../ports/clock.ts'
import type { FleetStore } from '../ports/fleet-store.ts'
import type { LatencyDay } from '../ports/latency-store.ts'
import type { RegisteredCluster } from '../ports/store.ts'
import { countPresence, type PresenceCounts } from './count-presence.ts'
import { fleetCounted, groupFindings, type FindingGroup } from './group-findings.ts'
import { lastCompleteOf, lastFleetRunOf, runsToLastComplete } from './last-complete.ts'

/** Numbers for a scrape; `report/open-metrics.ts` writes them out. */
interface FleetMetrics {
  readonly fleet: string
  readonly checks: readonly FindingGroup[]
  /** Clusters that are known, by whether Meshery is in them. */
  readonly presence: PresenceCounts
  /** Of each pair of regions the last day that was measured. */
  readonly latency: readonly LatencyDay[]
  /** The last run of the whole fleet. */
  readonly lastRun?: {
    readonly state: RunSummary['state']
    readonly startedAt: string
    /** Seconds since it ended; for one that is under way, since it began. */
    readonly ageSeconds: number
    /** Absent while it goes on. */
    readonly unknowns?: number
    readonly coverage?: Coverage
    readonly clusters: Readonly<Partial<Record<LedgerRow['outcome'], number>>>
  }
  /** Since the last run ended that read the whole fleet; absent: none of the last ones did. */
  readonly lastCompleteAgeSeconds?: number
}

const latencyDays = 7

/** `outcomes`: how the clusters of a run ended. It never changes once the run ended, and may be cached by the caller. */
export async function fleetMetrics(
  fleet: Pick<FleetFile, 'fleet' | 'planes'>,
  registry: readonly RegisteredCluster[],
  ports: { readonly store: FleetStore; readonly clock: Clock },
  outcomes: (run: RunSummary) => Promise<Outcomes>,
): Promise<FleetMetrics> {
  const now = ports.clock.now()
  const since = new Date(Date.parse(now) - latencyDays * 86_400_000).toISOString().slice(0, 10)
  const [declared, runs, days] = await Promise.all([
    fleetCounted(ports.store, fleet.planes),
    runsToLastComplete(ports),
    ports.store.latency.read({ since }),
  ])
  const known = registry.filter(({ goneIn }) => goneIn === undefined)
  // Later days come later, and take the place of earlier ones.
  const latest = new Map(days.map((day) => [JSON.stringify([day.from, day.to]), day]))
  const [run, complete] = [lastFleetRunOf(runs), lastCompleteOf(runs)]
  return {
    fleet: fleet.fleet,
    checks: groupFindings([...known, ...declared], 'check'),
    presence: countPresence(known),
    latency: [...latest.values()],
    lastRun: run === undefined ? undefined : await runMetrics(run, now, outcomes),
    lastCompleteAgeSeconds: complete === undefined ? undefined : ageOf(complete, now),
  }
}

const ageOf = ({ startedAt, endedAt }: RunSummary, now: string): number =>
  Math.max(0, Math.round((Date.parse(now) - Date.parse(endedAt ?? startedAt)) / 1000))

export type Outcomes = Readonly<Partial<Record<LedgerRow['outcome'], number>>>

async function runMetrics(
  run: RunSummary,
  now: string,
  outcomes: (run: RunSummary) => Promise<Outcomes>,
): Promise<NonNullable<FleetMetrics['lastRun']>> {
  return {
    state: run.state,
    startedAt: run.startedAt,
    ageSeconds: ageOf(run, now),
    unknowns: run.counts?.unknowns,
    coverage: run.coverage,
    clusters: await outcomes(run),
  }
}

/** How many clusters ended in which way. */
export function countOutcomes(ledger: readonly LedgerRow[]): Outcomes {
  const counts: Partial<Record<LedgerRow['outcome'], number>> = {}
  for (const { kind, outcome } of ledger) if (kind === 'cluster') counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}
