import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { RunSummary } from '@fleet-auditor/model/run.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'
import type { Clock } from '../ports/clock.ts'
import type { RegisteredCluster, Store } from '../ports/store.ts'
import { countPresence, type PresenceCounts } from './count-presence.ts'
import { fleetCounted, groupFindings, type FindingGroup } from './group-findings.ts'
import { lastCompleteOf, lastFleetRunOf, runsToLastComplete } from './last-complete.ts'

/** The fleet on one page: what is open, where, and how the last runs went. */
interface FleetSummary {
  readonly fleet: string
  readonly clusters: {
    readonly known: number
    readonly gone: number
    readonly withOpen: number
    /** Last audited before counts by check were stored: missing from `open`, `checks` and `teams`. */
    readonly uncounted: number
    /** By whether Meshery is in them. */
    readonly presence: PresenceCounts
  }
  readonly open: Record<Severity, number>
  readonly checks: readonly FindingGroup[]
  readonly teams: readonly FindingGroup[]
  /** The last run of the whole fleet, complete or not. */
  readonly lastFleetRun?: RunSummary
  /** The last run of the whole fleet that read all of it. */
  readonly lastComplete?: RunSummary
}

export async function fleetSummary(
  fleet: Pick<FleetFile, 'fleet' | 'planes'>,
  registry: readonly RegisteredCluster[],
  { store, clock }: { readonly store: Pick<Store, 'listRuns' | 'queryFindings'>; readonly clock: Clock },
): Promise<FleetSummary> {
  const known = registry.filter(({ goneIn }) => goneIn === undefined)
  const [declared, runs] = await Promise.all([fleetCounted(store, fleet.planes), runsToLastComplete({ store, clock })])
  const checks = groupFindings([...known, ...declared], 'check')
  return {
    fleet: fleet.fleet,
    clusters: {
      known: known.length,
      gone: registry.length - known.length,
      withOpen: known.filter(({ open }) => open > 0).length,
      presence: countPresence(known),
      uncounted: known.filter(({ open, openByCheck }) => open > 0 && openByCheck === undefined).length,
    },
    open: totals(checks),
    checks,
    teams: groupFindings(known, 'team'),
    lastFleetRun: lastFleetRunOf(runs),
    lastComplete: lastCompleteOf(runs),
  }
}

function totals(groups: readonly FindingGroup[]): Record<Severity, number> {
  const open = { critical: 0, high: 0, medium: 0, low: 0, info: 0 } satisfies Record<Severity, number>
  for (const { bySeverity } of groups) {
    for (const [severity, count] of Object.entries(bySeverity)) open[severity as Severity] += count // its keys are severities
  }
  return open
}
