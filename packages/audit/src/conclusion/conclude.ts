import { isComplete } from '@fleet-auditor/model/completeness.ts'
import type { Digest } from '@fleet-auditor/model/digest.ts'
import { openCount, type ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import type { LedgerRow, Run } from '@fleet-auditor/model/run.ts'
import { digestOf } from '@fleet-auditor/report/digest/digest.ts'
import { auditWholeFleet } from '../fleet/audit-whole-fleet.ts'
import { fleetFacts, type SeenFleet } from '../fleet/fleet-facts.ts'
import type { Ports } from '../ports/ports.ts'
import type { RegisteredCluster } from '../ports/store.ts'
import { withEndedWaivers } from '../results/accepted-findings.ts'
import { latencyDays } from '../results/latency.ts'
import { countsOf, coverageOfRun, ofChecks, waivedUnreachable } from '../results/run-counts.ts'
import { summarised } from '../results/stored-summary.ts'
import type { TargetResult } from '../results/target-result.ts'
import { askedChecks, type RunContext } from '../run-context.ts'
import { withLaterRuns, withoutSeenSince } from './later-runs.ts'
import { isAlias, updateRegistry } from './update-registry.ts'

/** All that the targets of a run came to. */
export interface EndedRun extends Omit<SeenFleet, 'run' | 'startedAt' | 'presences' | 'settings'> {
  readonly opened: Run
  /** One for every planned cluster and plane. */
  readonly summaries: readonly ResultSummary[]
  /** Rows of scopes and of sources, and of clusters that are listed twice. */
  readonly scopeRows: readonly LedgerRow[]
  readonly aliases: readonly LedgerRow[]
}

interface ConcludedRun {
  readonly run: Run
  readonly digest: Digest
  /** What only the fleet as a whole shows; empty for a run of some clusters or scopes only. */
  readonly fleetResults: readonly TargetResult[]
}

export type ConcludeContext = Omit<RunContext, 'limits' | 'signal' | 'draining'>
export type ConcludePorts = Pick<Ports, 'clock' | 'store'>

/**
 * Ends a run: fleet checks and clusters that are gone (of a whole run only), registry, round trips, digest; closes it.
 * May be run again where it was cut off.
 */
export async function conclude(ended: EndedRun, context: ConcludeContext, ports: ConcludePorts): Promise<ConcludedRun> {
  const { opened } = ended
  const registry = await ports.store.readRegistry()
  const fleetResults = opened.partial
    ? []
    : await auditWholeFleet(await knownFleet(ended, registry, context, ports), context, ports)
  const audited = withKnownCounts(ended.summaries, registry)
  const whole = await Promise.all(fleetResults.map((result) => summarised(result, context, ports)))
  const summaries = [...audited, ...whole]
  const gone = whole.filter(({ row }) => row.outcome === 'gone')
  const ledger = [...ended.scopeRows, ...audited.map(({ row }) => row), ...ended.aliases, ...gone.map(({ row }) => row)]
  // The registry gets all that is open; people get what was asked for.
  const shown = ofChecks(summaries, askedChecks(context.checks))
  const run: Run = {
    ...opened,
    ledger,
    endedAt: ports.clock.now(),
    state: isComplete(ledger, waivedUnreachable(audited, context)) ? 'complete' : 'incomplete',
    coverage: coverageOfRun(summaries, registry),
    counts: countsOf(shown),
  }
  await updateRegistry([...(await withLaterRuns(audited, context, ports)), ...gone], registry, context, ports)
  // A part of the fleet proves nothing about the day's round trips.
  if (!opened.partial) await ports.store.latency.put(latencyDays(audited, opened))
  const digest = withEndedWaivers(digestOf({ run, summaries: shown }), shown)
  await close(run, digest, ports)
  return { run, digest, fleetResults }
}

/** The digest first: a run that is closed has one. Closed by another process meanwhile (the watchdog), it keeps theirs. */
async function close(run: Run, digest: Digest, { store }: ConcludePorts): Promise<void> {
  const meanwhile = await store.readRunSummary(run.id)
  if (meanwhile && meanwhile.state !== 'running') return
  await store.ledger.putDigest(run.id, digest)
  await store.closeRun(run)
}

async function knownFleet(
  ended: EndedRun,
  registry: readonly RegisteredCluster[],
  { fleet }: ConcludeContext,
  ports: ConcludePorts,
): Promise<Parameters<typeof auditWholeFleet>[0]> {
  const { id: run, startedAt } = ended.opened
  const presences = new Map(
    ended.summaries.flatMap(({ target, presence }) => (presence ? [[target.key, presence]] : [])),
  )
  const settings = new Map(ended.summaries.flatMap((each) => (each.settings ? [[each.target.key, each.settings]] : [])))
  const facts = fleetFacts({ ...ended, presences, settings, run, startedAt }, registry, fleet)
  const aliases = new Set(ended.summaries.filter(isAlias).map(({ target }) => target.key))
  const own = facts.filter(({ key }) => !aliases.has(key))
  return withoutSeenSince(own, ended.opened, ports)
}

/** A cluster that this run did not audit keeps its previous open counts. */
function withKnownCounts(summaries: readonly ResultSummary[], registry: readonly RegisteredCluster[]): ResultSummary[] {
  const known = new Map(registry.map((registered) => [registered.key, registered]))
  return summaries.map((summary) => {
    const before = isUnjudged(summary) ? known.get(summary.target.key) : undefined
    if (!before?.openByCheck) return summary
    // Those with a waiver are in the whole, and of no check.
    return { ...summary, open: before.openByCheck, waived: before.open - openCount(before.openByCheck) }
  })
}

const isUnjudged = ({ row, open, waived, target }: ResultSummary): boolean =>
  target.kind === 'cluster' &&
  (row.outcome === 'failed' || row.outcome === 'cancelled') &&
  waived === 0 &&
  Object.keys(open).length === 0
