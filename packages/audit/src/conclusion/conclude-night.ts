import pLimit from 'p-limit'
import type { FleetCheck } from '@fleet-auditor/checks/define.ts'
import type { ClusterReport } from '@fleet-auditor/model/cluster-report.ts'
import { coverageOf, isComplete } from '@fleet-auditor/model/completeness.ts'
import type { Digest } from '@fleet-auditor/model/digest.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { Coverage, LedgerRow, Run } from '@fleet-auditor/model/run.ts'
import { digestOf } from '@fleet-auditor/report/digest.ts'
import type { RulesOfRun } from '../cluster/audit-cluster.ts'
import { auditWholeFleet, type FleetAudit } from '../fleet/audit-whole-fleet.ts'
import { closeGone, type GoneCluster } from '../fleet/close-gone.ts'
import { fleetFacts, isGone, type SeenFleet } from '../fleet/fleet-facts.ts'
import { isClusterReport, type Telling } from '../results/cluster-report.ts'
import { fleetReport, goneReport } from '../results/conclusion-reports.ts'
import { latencyDays } from '../results/latency.ts'
import { withLaterNights, withoutSeenSince } from './later-runs.ts'
import { withEndedWaivers } from '../results/waiver-lines.ts'
import type { Ports } from '../ports/ports.ts'
import type { FleetStore } from '../ports/fleet-store.ts'
import type { RegisteredCluster } from '../ports/store.ts'
import { updateRegistry } from './registry.ts'
import { countsOf, waivedUnreachable } from '../results/run-counts.ts'

/** Clusters whose histories are ended at once. */
const atOnce = 16

export interface Concluding {
  readonly fleet: FleetFile
  readonly fleetChecks: readonly FleetCheck[]
  /** Canonical map of check to rule version. */
  readonly ruleSet: string
}

/** All that the workers of a run left. */
export interface EndedNight extends Omit<SeenFleet, 'run' | 'startedAt'> {
  readonly opened: Run
  /** One for every planned cluster and plane. */
  readonly reports: readonly ClusterReport[]
  /** Rows of scopes and of sources, and of clusters that are listed twice. */
  readonly scopeRows: readonly LedgerRow[]
  readonly aliases: readonly LedgerRow[]
}

/** What only the fleet as a whole shows. */
export interface Concluded {
  readonly fleet: FleetAudit
  readonly gone: readonly GoneCluster[]
}

export interface ConcludedNight {
  readonly run: Run
  readonly digest: Digest
  /** Absent for a run of some clusters or scopes only. */
  readonly concluded?: Concluded
}

export type ConcludingPorts = Pick<Ports, 'clock' | 'store'> & Pick<FleetStore, 'ledger' | 'latency'>

/**
 * Ends a run: fleet checks and clusters that are gone (of a whole run only), registry, round trips, digest; closes it.
 * May be run again where it was cut off.
 */
export async function concludeNight(
  night: EndedNight,
  concluding: Concluding,
  ports: ConcludingPorts,
  rulesOfRun: RulesOfRun,
): Promise<ConcludedNight> {
  const { opened } = night
  const registry = await ports.store.readRegistry()
  const concluded = opened.partial ? undefined : await judgeFleet(night, registry, concluding, ports, rulesOfRun)
  const telling: Telling = { run: opened.id, fleet: concluding.fleet, startedAt: opened.startedAt }
  const clusters = standing(night.reports, registry)
  const reports = [...clusters, ...(await conclusionReports(concluded, telling, ports, rulesOfRun))]
  const gone = concluded?.gone ?? []
  const ledger = [
    ...night.scopeRows,
    ...clusters.map(({ row }) => row),
    ...night.aliases,
    ...gone.map(({ row }) => row),
  ]
  const run: Run = {
    ...opened,
    ledger,
    endedAt: ports.clock.now(),
    state: isComplete(ledger, waivedUnreachable(clusters, telling)) ? 'complete' : 'incomplete',
    coverage: coverageOfRun(reports, registry),
    counts: countsOf(reports),
  }
  await updateRegistry(await withLaterNights(clusters, telling, ports.store), gone, opened.id, registry, ports)
  // A part of the fleet says nothing of the day's round trips.
  if (!opened.partial) await ports.latency.put(latencyDays(clusters, opened))
  const digest = withEndedWaivers(digestOf({ run, reports }), reports)
  await close(run, digest, ports)
  return { run, digest, concluded }
}

function coverageOfRun(reports: readonly ClusterReport[], registry: readonly RegisteredCluster[]): Coverage {
  const clusters = reports.filter(isClusterReport).map(({ key, row: { outcome } }) => ({ key, outcome }))
  const known = registry.filter(({ goneIn }) => goneIn === undefined)
  return coverageOf(
    clusters,
    known.map(({ key }) => key),
  )
}

/** The digest first: a run that is closed has one. Closed by somebody else meanwhile (the watchdog), it keeps theirs. */
async function close(run: Run, digest: Digest, { store, ledger }: ConcludingPorts): Promise<void> {
  const meanwhile = await store.readRunSummary(run.id)
  if (meanwhile && meanwhile.state !== 'running') return
  await ledger.putDigest(run.id, digest)
  await store.closeRun(run)
}

async function judgeFleet(
  night: EndedNight,
  registry: readonly RegisteredCluster[],
  { fleet, fleetChecks, ruleSet }: Concluding,
  ports: Pick<Ports, 'store' | 'clock'>,
  rulesOfRun: RulesOfRun,
): Promise<Concluded> {
  const auditing = { run: night.opened.id, fleet, ruleSet }
  const { id, startedAt } = night.opened
  const known = fleetFacts({ ...night, run: id, startedAt }, registry, fleet)
  const facts = await withoutSeenSince(known, night.opened, ports.store)
  const audit = await auditWholeFleet(facts, fleetChecks, auditing, ports, rulesOfRun)
  const limit = pLimit(atOnce)
  const gone = await Promise.all(facts.filter(isGone).map((each) => limit(() => closeGone(each, auditing, ports))))
  return { fleet: audit, gone }
}

async function conclusionReports(
  concluded: Concluded | undefined,
  telling: Telling,
  { store }: Pick<Ports, 'store'>,
  rulesOfRun: RulesOfRun,
): Promise<ClusterReport[]> {
  if (!concluded) return []
  const reports: ClusterReport[] = []
  for (const each of concluded.gone) reports.push(await goneReport(each, telling, store, rulesOfRun))
  return [...reports, await fleetReport(concluded.fleet, telling, store, rulesOfRun)]
}

/** What a cluster without a night has open is what it had. */
function standing(reports: readonly ClusterReport[], registry: readonly RegisteredCluster[]): ClusterReport[] {
  const known = new Map(registry.map((registered) => [registered.key, registered]))
  return reports.map((report) => {
    const openByCheck = isWithoutNight(report) ? known.get(report.key)?.openByCheck : undefined
    return openByCheck ? { ...report, open: openByCheck } : report
  })
}

const isWithoutNight = ({ row, open }: ClusterReport): boolean =>
  (row.outcome === 'failed' || row.outcome === 'cancelled') && Object.keys(open).length === 0
