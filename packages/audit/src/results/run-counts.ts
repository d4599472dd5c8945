import { unreachableCluster } from '@fleet-auditor/checks/catalog/unreachable-cluster.ts'
import { clusterSubject } from '@fleet-auditor/checks/facts/cluster-subject.ts'
import { waiverOf } from '@fleet-auditor/checks/waive.ts'
import { coverageOf } from '@fleet-auditor/model/completeness.ts'
import type { ChangeKind } from '@fleet-auditor/model/finding.ts'
import type { Presence } from '@fleet-auditor/model/presence.ts'
import { isClusterSummary, openCount, openOfSeverity, type ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import type { Coverage, RunSummary, UnknownCauses } from '@fleet-auditor/model/run.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import type { RegisteredCluster } from '../ports/store.ts'
import type { RunContext } from '../run-context.ts'

type Counts = NonNullable<RunSummary['counts']>

/** Numbers of a run's headline, by what a finding went through. */
const countedAs: Readonly<Partial<Record<ChangeKind, 'opened' | 'worsened' | 'resolved'>>> = {
  opened: 'opened',
  reopened: 'opened',
  worsened: 'worsened',
  resolved: 'resolved',
}

/** A run in numbers. Waived findings are not counted; a first run opened all that is open. */
export function countsOf(summaries: readonly ResultSummary[]): Counts {
  const open = { critical: 0, high: 0, medium: 0, low: 0, info: 0 } satisfies Record<Severity, number>
  const unknownCauses: UnknownCauses = {}
  const presence = { found: 0, traces: 0, none: 0, unreadable: 0 } satisfies Record<Presence, number>
  const counts = {
    clusters: 0,
    audited: 0,
    unknowns: 0,
    unknownCauses,
    open,
    opened: 0,
    worsened: 0,
    resolved: 0,
    presence,
  }
  for (const summary of summaries) {
    if (isClusterSummary(summary) && summary.row.outcome !== 'gone') {
      counts.clusters++
      if (summary.row.outcome === 'audited') counts.audited++
      // One that was not judged was not read either.
      presence[summary.presence ?? 'unreadable']++
    }
    countUnknowns(summary, counts)
    for (const severity of Severity.options) open[severity] += openOfSeverity(summary.open, severity)
    if (summary.first) counts.opened += openCount(summary.open)
    for (const { kind } of summary.changes) {
      const counted = countedAs[kind]
      if (counted) counts[counted]++
    }
  }
  return counts
}

function countUnknowns({ unknowns }: ResultSummary, counts: { unknowns: number; unknownCauses: UnknownCauses }): void {
  for (const [cause, group] of Map.groupBy(unknowns, (unknown) => unknown.cause)) {
    const count = (counts.unknownCauses[cause] ??= { answers: 0, targets: 0 })
    count.targets++
    for (const { answers = 1 } of group) {
      counts.unknowns += answers
      count.answers += answers
    }
  }
}

/** Summaries of a run of some checks, without what is open or changed of others. */
export const ofChecks = (
  summaries: readonly ResultSummary[],
  asked: ReadonlySet<string> | undefined,
): readonly ResultSummary[] => {
  if (asked === undefined) return summaries
  return summaries.map((summary) => ({
    ...summary,
    open: Object.fromEntries(Object.entries(summary.open).filter(([check]) => asked.has(check))),
    changes: summary.changes.filter(({ finding }) => asked.has(finding.check)),
    waiversEnded: summary.waiversEnded?.filter(({ check }) => asked.has(check)),
    waiversRemoved: summary.waiversRemoved?.filter(({ check }) => asked.has(check)),
  }))
}

/** Ids of the unreachable clusters whose unreachability a waiver accepts. */
export function waivedUnreachable(
  summaries: readonly ResultSummary[],
  { fleet, startedAt }: Pick<RunContext, 'fleet' | 'startedAt'>,
): ReadonlySet<string> {
  const waived = new Set<string>()
  for (const { row, target } of summaries) {
    if (row.outcome !== 'unreachable' || target.kind !== 'cluster') continue
    const { cluster, planes } = target
    const unreachable = { check: unreachableCluster.id, subject: clusterSubject(cluster.id) }
    if (waiverOf(unreachable, { cluster, planes }, fleet.waivers, startedAt)) waived.add(row.id)
  }
  return waived
}

/** Clusters read of those that this run or the registry knows. */
export function coverageOfRun(summaries: readonly ResultSummary[], registry: readonly RegisteredCluster[]): Coverage {
  const clusters = summaries
    .filter(isClusterSummary)
    .map(({ target, row }) => ({ key: target.key, outcome: row.outcome }))
  const known = registry.filter(({ goneIn }) => goneIn === undefined)
  return coverageOf(
    clusters,
    known.map(({ key }) => key),
  )
}
