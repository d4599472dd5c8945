import { isComplete } from '@fleet-auditor/model/completeness.ts'
import type { Digest } from '@fleet-auditor/model/digest.ts'
import type { ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import type { LedgerRow, Run } from '@fleet-auditor/model/run.ts'
import { digestOf } from '@fleet-auditor/report/digest/digest.ts'
import { auditWholeFleet } from '../fleet/audit-whole-fleet.ts'
import { fleetFacts, type SeenFleet } from '../fleet/fleet-facts.ts'
import { mapConcurrent } from '../map-concurrent.ts'
import type { Ports } from '../ports/ports.ts'
import type { RegisteredCluster } from '../ports/store.ts'
import { acceptedFindings, withEndedWaivers } from '../results/accepted-findings.ts'
import { latencyDays } from '../results/latency.ts'
import { countsOf, coverageOfRun, ofChecks, waivedUnreachable } from '../results/run-counts.ts'
import { summarised } from '../results/stored-summary.ts'
import { openOf } from '../results/summary.ts'
import { targetOf, type TargetResult } from '../results/target-result.ts'
import { askedChecks, type RunContext } from '../run-context.ts'
import { acceptedCounts, decisionNotes } from '../waivers/decision-notes.ts'
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
  const audited = await withStoredCounts(ended.summaries, registry, context, ports)
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
  const digest = withNotes(withEndedWaivers(digestOf({ run, summaries: shown }), shown), summaries, context)
  await close(run, digest, ports)
  return { run, digest, fleetResults }
}

/** Of a run of the whole catalogue over the whole fleet; what accepts nothing is known only where all was read. */
function withNotes(digest: Digest, summaries: readonly ResultSummary[], { fleet, startedAt }: ConcludeContext): Digest {
  const { partial, checks, state } = digest.run
  if (partial || checks) return digest
  const notes = decisionNotes(fleet, state === 'complete' ? acceptedCounts(summaries) : undefined, startedAt)
  return notes.length === 0 ? digest : { ...digest, decisionNotes: notes }
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

/** States read at once. */
const atOnce = 16

/** A cluster that this run did not judge has what is stored of it: it may be of this run, whose worker died before it reported. */
async function withStoredCounts(
  summaries: readonly ResultSummary[],
  registry: readonly RegisteredCluster[],
  { fleet, startedAt }: Pick<ConcludeContext, 'fleet' | 'startedAt'>,
  { store }: Pick<ConcludePorts, 'store'>,
): Promise<ResultSummary[]> {
  const open = new Set(registry.flatMap((known) => (known.open > 0 ? [known.key] : [])))
  return mapConcurrent(summaries, atOnce, async (summary) => {
    const { target } = summary
    if (!isUnjudged(summary) || !open.has(target.key)) return summary
    const { findings } = await store.readState(targetOf(target))
    return { ...summary, ...openOf(findings, acceptedFindings(findings, target, fleet, startedAt)) }
  })
}

const isUnjudged = ({ row, open, waived, target }: ResultSummary): boolean =>
  target.kind === 'cluster' &&
  (row.outcome === 'failed' || row.outcome === 'cancelled') &&
  waived === 0 &&
  Object.keys(open).length === 0
