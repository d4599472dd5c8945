import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { ClusterFacts } from '@fleet-auditor/model/cluster-facts.ts'
import type { ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import type { Run, RunSummary } from '@fleet-auditor/model/run.ts'
import { isGone } from '../fleet/fleet-facts.ts'
import { mapConcurrent } from '../map-concurrent.ts'
import type { Ports } from '../ports/ports.ts'
import { runsUntil } from '../queries/last-complete.ts'
import { acceptedFindings } from '../results/accepted-findings.ts'
import { isAhead } from '../results/result-order.ts'
import { openOf } from '../results/summary.ts'
import { targetOf } from '../results/target-result.ts'
import type { RunContext } from '../run-context.ts'

type Reporting = Pick<RunContext, 'run' | 'fleet' | 'startedAt'>
type Reading = Pick<Ports, 'store' | 'clock'>

/** Histories read at once. */
const atOnce = 16
/** No run lasts as long as this, in milliseconds: one that began longer before another has not ended after it began. */
const longestRunMs = 13 * 3_600_000

/** A cluster that another run read after this one began its listing is not gone, even where the listing leaves it out. */
export async function withoutSeenSince(
  facts: readonly ClusterFacts[],
  { id, startedAt }: Pick<Run, 'id' | 'startedAt'>,
  { store, clock }: Reading,
): Promise<ClusterFacts[]> {
  const isSeen = async (each: ClusterFacts): Promise<boolean> => {
    if (!isGone(each)) return false
    const { head } = await store.readState({ kind: 'cluster', key: each.key })
    return head !== undefined && head.run !== id && isLater(head.takenAt, startedAt, clock.now())
  }
  const seen = await mapConcurrent(facts, atOnce, isSeen)
  return facts.filter((_, index) => seen[index] !== true)
}

/** Summaries as the registry needs them: what a run that ended meanwhile read later stands in place of this one's. */
export async function withLaterRuns(
  summaries: readonly ResultSummary[],
  context: Reporting,
  ports: Reading,
): Promise<ResultSummary[]> {
  const others = await endedMeanwhile(context, ports)
  const read = async (summary: ResultSummary): Promise<ResultSummary> =>
    others.has(summary.row.id) ? later(summary, context, ports) : summary
  return mapConcurrent(summaries, atOnce, read)
}

async function later(
  summary: ResultSummary,
  { run, fleet, startedAt }: Reporting,
  { store, clock }: Reading,
): Promise<ResultSummary> {
  const { target, takenAt } = summary
  const { head, findings } = await store.readState(targetOf(target))
  if (!head || head.run === run || !isLater(head.takenAt, takenAt, clock.now())) return summary
  // What the registry knows of its presence is of that run.
  return { ...summary, presence: undefined, ...openOf(findings, acceptedFindings(findings, target, fleet, startedAt)) }
}

/** What has not come yet was taken by a clock that was ahead. All ISO 8601. */
const isLater = (time: string, than: string, now: string): boolean =>
  Date.parse(time) > Date.parse(than) && !isAhead(time, now)

/** Clusters, by their ids, of runs that ended since this one began. */
async function endedMeanwhile({ run, startedAt }: Reporting, ports: Reading): Promise<ReadonlySet<string>> {
  const ids = new Set<string>()
  const began = Date.parse(startedAt)
  const isEarlier = (other: RunSummary): boolean => Date.parse(other.startedAt) < began - longestRunMs
  for (const { id, endedAt } of await runsUntil((runs) => runs.some(isEarlier), ports)) {
    if (id === run || endedAt === undefined || Date.parse(endedAt) < began) continue
    const ended = await ports.store.readRun(id)
    if (!ended) throw new AuditorError('store', `the run ${id} is listed and cannot be read`)
    for (const row of ended.ledger) if (row.kind === 'cluster') ids.add(row.id)
  }
  return ids
}
