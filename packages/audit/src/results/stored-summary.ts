import { clusterSettings } from '@fleet-auditor/checks/facts/fleet/cluster-settings.ts'
import type { ResultSummary, ResultTarget } from '@fleet-auditor/model/result-summary.ts'
import { withFlaps } from '../history/flapping.ts'
import type { Ports } from '../ports/ports.ts'
import type { AuditRecord } from '../ports/store.ts'
import type { RunContext } from '../run-context.ts'
import { acceptedFindings, type RunBefore } from './accepted-findings.ts'
import { summaryOf, summaryOfUnjudged } from './summary.ts'
import { isJudged, noClusterFindings, targetOf, type TargetResult, type Unjudged } from './target-result.ts'

type Reporting = Pick<RunContext, 'run' | 'fleet' | 'startedAt'>
type Reading = Pick<Ports, 'store'>

/** Records looked back at: a run's own (two, where a worker was doubled), and some before it. */
const lookBack = 8

/** A result as it stands in the ledger of the run. */
export async function summarised(
  result: TargetResult | Unjudged,
  context: Reporting,
  ports: Reading,
): Promise<ResultSummary> {
  if (!isJudged(result)) return summaryOfUnjudged(result)
  const { before } = result
  // An earlier pass of this run, or a newer record: what the run came to is in the store, not at hand.
  if (before?.run === context.run || result.row.outcome === 'superseded') {
    const stored = await storedSummary(result.target, context, ports)
    if (stored) return stored
  }
  const changed = { first: before === undefined, changes: result.changes }
  return flapping(summaryOf(result, changed, before && (await runBefore(before, ports)), context), ports)
}

async function flapping(summary: ResultSummary, { store }: Reading): Promise<ResultSummary> {
  const changes = await withFlaps(summary.changes, targetOf(summary.target), store)
  return { ...summary, changes }
}

/** The summary of what a run stored of a target, for a worker that died before it reported. Undefined: nothing. */
export async function storedSummary(
  target: ResultTarget,
  context: Reporting,
  { store }: Reading,
): Promise<ResultSummary | undefined> {
  const key = targetOf(target)
  const changed = await store.changesOf(context.run, key)
  if (!changed) return undefined
  const [records, { head, findings }] = await Promise.all([store.readHistory(key, lookBack), store.readState(key)])
  const own = records.filter(({ run }) => run === context.run)
  const record = own.find(isCommitted) ?? own[0]
  if (!record) return undefined
  const { row, takenAt, verdicts, observations, presence } = record
  const staleSince = head?.run === context.run ? head.staleSince : undefined
  const accepted = acceptedFindings(findings, target, context.fleet, context.startedAt)
  const snapshot = record.snapshotHash === undefined ? undefined : await store.readSnapshot(record.snapshotHash)
  const settings = snapshot && clusterSettings(snapshot.sections)
  const cluster = { failedSections: {}, observations, presence, settings }
  const result = { target, row, takenAt, staleSince, findings, verdicts, accepted, cluster }
  const before = isCommitted(record) && !changed.first ? recordBefore(record, records, context.run) : undefined
  return flapping(summaryOf(result, changed, before && (await runBefore(before, { store })), context), { store })
}

/**
 * The summary of findings that a run committed and whose record was never written, since its process was killed in
 * between: the row stays what it is, and what is open is counted. Undefined: the run committed nothing.
 */
export async function committedSummary(
  { target, row }: Pick<ResultSummary, 'target' | 'row'>,
  context: Reporting,
  { store }: Reading,
): Promise<ResultSummary | undefined> {
  const key = targetOf(target)
  const { head, findings } = await store.readState(key)
  if (head?.run !== context.run) return undefined
  const changed = await store.changesOf(context.run, key)
  const accepted = acceptedFindings(findings, target, context.fleet, context.startedAt)
  const { takenAt } = head
  const result = { target, row, takenAt, findings, verdicts: [], accepted, cluster: noClusterFindings }
  return summaryOf(result, changed ?? { first: false, changes: [] }, undefined, context)
}

const runBefore = async (
  { run, takenAt }: Pick<AuditRecord, 'run' | 'takenAt'>,
  { store }: Reading,
): Promise<RunBefore> => ({ takenAt, waivers: await store.waiversOf(run) })

const recordBefore = (record: AuditRecord, records: readonly AuditRecord[], run: string): AuditRecord | undefined =>
  records.find((each) => each.run !== run && isCommitted(each) && each.takenAt <= record.takenAt)

const isCommitted = ({ row }: AuditRecord): boolean => row.outcome !== 'superseded'
