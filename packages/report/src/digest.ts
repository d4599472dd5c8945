import { findCheck } from '@fleet-auditor/checks/registry.ts'
import { openCount, type ClusterReport } from '@fleet-auditor/model/cluster-report.ts'
import type { Digest, DigestLine } from '@fleet-auditor/model/digest.ts'
import { asksForAction, isReported, reportedKinds, type ChangeKind } from '@fleet-auditor/model/finding.ts'
import type { Run } from '@fleet-auditor/model/run.ts'
import { severityRank } from '@fleet-auditor/model/severity.ts'
import { digestLine, namedTarget, type ReportedChange } from './digest-line.ts'
import { withNewcomerCriticals } from './newcomer-criticals.ts'
import { safeText } from './safe-text.ts'
import { rollUnanswered } from './unknowns.ts'

/** A run that ended, with what it found of every target. */
export interface EndedRun {
  readonly run: Run
  readonly reports: readonly ClusterReport[]
}

/**
 * The short message for people: only what changed, by check, worst first. A baseline run has counts; only what is
 * critical there is named.
 */
export function digestOf({ run: { ledger, ...run }, reports }: EndedRun): Digest {
  const outages = ledger.filter(({ kind, outcome }) => kind === 'scope' && outcome !== 'listed')
  const out = new Set(outages.filter(({ outcome }) => outcome !== 'partial').map(({ id }) => id))
  const unread = reports.filter(isUnread)
  const fresh = reports.filter((report) => report.first && isCluster(report))
  const baseline = fresh.length > 0 && !reports.some(isKnown)
  return {
    run,
    baseline,
    newClusters: fresh.map((report) => ({ ...namedTarget(report), open: openCount(report.open) })),
    lines: withNewcomerCriticals(linesOf(reports), fresh).toSorted(inOrder),
    // A scope's outage is one line for all its clusters.
    stale: unread.filter(({ cluster }) => !out.has(cluster.scope)).map(staleOf),
    unreadScopes: outages.map(({ id, detail, cause, outcome }) => ({
      scope: safeText(id),
      detail: safeText(detail ?? cause ?? outcome),
    })),
    unknowns: unknownsOf(reports),
  }
}

const isCluster = ({ target }: ClusterReport): boolean => target.kind === 'cluster'

const isUnread = ({ row }: ClusterReport): boolean =>
  !['audited', 'alias', 'gone', 'superseded', 'listed'].includes(row.outcome)

/** Audited by an earlier run; a cluster without any record may be new or not. */
const isKnown = (report: ClusterReport): boolean =>
  isCluster(report) &&
  !report.first &&
  (report.row.outcome === 'audited' ||
    report.staleSince !== undefined ||
    report.changes.length > 0 ||
    openCount(report.open) > 0)

function linesOf(reports: readonly ClusterReport[]): DigestLine[] {
  const groups = new Map<string, ReportedChange[]>()
  for (const report of reports) {
    if (report.first) continue
    const of = namedTarget(report)
    for (const change of report.changes) {
      const { kind, rule, finding } = change
      if (!isReported(kind)) continue
      const key = [kind, rule, finding.check, finding.severity, finding.resolution ?? ''].join(' ')
      const group = groups.get(key)
      if (group) group.push({ of, change })
      else groups.set(key, [{ of, change }])
    }
  }
  return [...groups.values()].flatMap((group) => digestLine(group) ?? [])
}

/** What asks for action comes first, together: a finding that worsened to critical is above a low new one. */
const urgencyOf = (kind: ChangeKind): number => (asksForAction(kind) ? -1 : reportedKinds.indexOf(kind))

const inOrder = (a: DigestLine, b: DigestLine): number =>
  urgencyOf(a.kind) - urgencyOf(b.kind) ||
  severityRank(a.severity) - severityRank(b.severity) ||
  // What a new rule found was there before: new problems come first.
  Number(a.rule) - Number(b.rule) ||
  reportedKinds.indexOf(a.kind) - reportedKinds.indexOf(b.kind) ||
  b.clusters.length - a.clusters.length ||
  (a.check < b.check ? -1 : a.check > b.check ? 1 : 0)

function staleOf(report: ClusterReport): Digest['stale'][number] {
  const { row, staleSince } = report
  const cause = row.outcome === 'not-running' ? 'not running' : (row.cause ?? row.outcome)
  return { ...namedTarget(report), cause, since: staleSince || undefined }
}

/** A cluster that could not be read is listed as such: its checks are not listed beside it. */
function unknownsOf(reports: readonly ClusterReport[]): Digest['unknowns'] {
  const unanswered = reports
    .filter((report) => !isUnread(report))
    .flatMap(({ cluster, unknowns }) => unknowns.map((unknown) => ({ ...unknown, cluster: cluster.id })))
  return rollUnanswered(unanswered).map(({ clusters, ...rest }) => ({
    ...rest,
    clusters: clusters.length,
    checks: rest.checks.map((check) => findCheck(check)?.id ?? safeText(check)),
  }))
}
