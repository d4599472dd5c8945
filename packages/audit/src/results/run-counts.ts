import { unreachableCluster } from '@fleet-auditor/checks/catalog/unreachable-cluster.ts'
import { clusterSubject } from '@fleet-auditor/checks/facts/cluster-subject.ts'
import { waiverOf } from '@fleet-auditor/checks/waive.ts'
import { openCount, openOfSeverity, type ClusterReport } from '@fleet-auditor/model/cluster-report.ts'
import type { ChangeKind } from '@fleet-auditor/model/finding.ts'
import type { RunSummary } from '@fleet-auditor/model/run.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import { isClusterReport, type Telling } from './cluster-report.ts'

type Counts = NonNullable<RunSummary['counts']>

/** Numbers of a run's headline, by what a finding went through. */
const countedAs: Readonly<Partial<Record<ChangeKind, 'opened' | 'worsened' | 'resolved'>>> = {
  opened: 'opened',
  reopened: 'opened',
  worsened: 'worsened',
  resolved: 'resolved',
}

/** A run in numbers. Waived findings are not counted; a target's first run opened all that is open. */
export function countsOf(reports: readonly ClusterReport[]): Counts {
  const open = { critical: 0, high: 0, medium: 0, low: 0, info: 0 } satisfies Record<Severity, number>
  const counts = { clusters: 0, audited: 0, unknowns: 0, open, opened: 0, worsened: 0, resolved: 0 }
  for (const report of reports) {
    if (isClusterReport(report) && report.row.outcome !== 'gone') {
      counts.clusters++
      if (report.row.outcome === 'audited') counts.audited++
    }
    for (const { answers = 1 } of report.unknowns) counts.unknowns += answers
    for (const severity of Severity.options) open[severity] += openOfSeverity(report.open, severity)
    if (report.first) counts.opened += openCount(report.open)
    for (const { kind } of report.changes) {
      const counted = countedAs[kind]
      if (counted) counts[counted]++
    }
  }
  return counts
}

/** Ids of the unreachable clusters whose unreachability a waiver accepts. */
export function waivedUnreachable(
  reports: readonly ClusterReport[],
  { fleet, startedAt }: Pick<Telling, 'fleet' | 'startedAt'>,
): ReadonlySet<string> {
  const waived = new Set<string>()
  for (const { row, cluster } of reports) {
    if (row.outcome !== 'unreachable') continue
    const unreachable = { check: unreachableCluster.id, subject: clusterSubject(cluster.id) }
    if (waiverOf(unreachable, cluster, fleet.waivers, startedAt)) waived.add(row.id)
  }
  return waived
}
