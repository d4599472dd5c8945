import { findCheck } from '@fleet-auditor/checks/registry.ts'
import { clusterLabels } from '@fleet-auditor/model/cluster-label.ts'
import type { ClusterReport } from '@fleet-auditor/model/cluster-report.ts'
import type { Digest, DigestLine } from '@fleet-auditor/model/digest.ts'
import type { ChangeKind } from '@fleet-auditor/model/finding.ts'
import type { NightReport } from '@fleet-auditor/model/night-report.ts'
import { severityRank } from '@fleet-auditor/model/severity.ts'
import { digestLine, type ToldChange } from './digest-line.ts'
import { withNewcomerCriticals } from './newcomer-criticals.ts'
import { safeText } from './safe-text.ts'
import { rollUnanswered } from './unknowns.ts'

/** The words that a digest tells, in its order. What stands or cannot be compared is no news. */
const told: readonly ChangeKind[] = ['opened', 'reopened', 'worsened', 'improved', 'resolved']

/** What asks for something to be done stands together: a finding that worsened to critical is above a low new one. */
const restful: readonly ChangeKind[] = ['improved', 'resolved']

/**
 * The short message for people: only what changed, by check, worst first. A first night is a baseline of counts; only
 * what is critical there is named.
 */
export function digestOf({ run: { ledger, ...run }, reports }: NightReport): Digest {
  const outages = ledger.filter(({ kind, outcome }) => kind === 'scope' && outcome !== 'listed')
  const out = new Set(outages.filter(({ outcome }) => outcome !== 'partial').map(({ id }) => id))
  const unread = reports.filter(isUnread)
  const fresh = reports.filter((report) => report.first && isCluster(report))
  const named = namedAmong(reports)
  const baseline = fresh.length > 0 && !reports.some(isKnown)
  return {
    run,
    baseline,
    newClusters: fresh.map((report) => ({ ...named(report), open: openIn(report) })),
    lines: withNewcomerCriticals(linesOf(reports, named), fresh, named).toSorted(inOrder),
    // A scope's outage is one line: it says so of all its clusters.
    stale: unread.filter(({ cluster }) => !out.has(cluster.scope)).map((report) => staleOf(report, named)),
    unreadScopes: outages.map(({ id, detail, cause, outcome }) => ({
      scope: safeText(id),
      detail: safeText(detail ?? cause ?? outcome),
    })),
    unknowns: unknownsOf(reports),
  }
}

/** Reports of the fleet as a whole and of planes stand among those of clusters. */
const isCluster = ({ key }: ClusterReport): boolean => key !== 'fleet' && !key.startsWith('plane:')

const isUnread = ({ row }: ClusterReport): boolean =>
  !['audited', 'alias', 'gone', 'superseded', 'listed'].includes(row.outcome)

/** Seen on an earlier night; of a cluster that has no night at all nobody can say. */
const isKnown = (report: ClusterReport): boolean =>
  isCluster(report) &&
  !report.first &&
  (report.row.outcome === 'audited' ||
    report.staleSince !== undefined ||
    report.changes.length > 0 ||
    openIn(report) > 0)

type Named = (report: Pick<ClusterReport, 'cluster' | 'team'>) => { cluster: string; team?: string }

/** A cluster by its label among those of the run, with its team. */
export function namedAmong(reports: readonly ClusterReport[]): Named {
  const label = clusterLabels(reports.map(({ cluster }) => cluster))
  return ({ cluster, team }) => ({
    cluster: safeText(label(cluster.id)),
    team: team === undefined ? undefined : safeText(team),
  })
}

function openIn({ open }: ClusterReport): number {
  let count = 0
  for (const bySeverity of Object.values(open)) for (const each of Object.values(bySeverity)) count += each
  return count
}

function linesOf(reports: readonly ClusterReport[], named: Named): DigestLine[] {
  const groups = new Map<string, ToldChange[]>()
  for (const report of reports) {
    if (report.first) continue
    const of = named(report)
    for (const change of report.changes) {
      const { kind, rule, finding } = change
      if (!told.includes(kind)) continue
      const key = [kind, rule, finding.check, finding.severity, finding.resolution ?? ''].join(' ')
      const group = groups.get(key)
      if (group) group.push({ of, change })
      else groups.set(key, [{ of, change }])
    }
  }
  return [...groups.values()].flatMap((group) => digestLine(group) ?? [])
}

const inOrder = (a: DigestLine, b: DigestLine): number =>
  restful.indexOf(a.kind) - restful.indexOf(b.kind) ||
  severityRank(a.severity) - severityRank(b.severity) ||
  // What a new rule found was there before: a new problem comes first.
  Number(a.rule) - Number(b.rule) ||
  told.indexOf(a.kind) - told.indexOf(b.kind) ||
  b.clusters.length - a.clusters.length ||
  (a.check < b.check ? -1 : a.check > b.check ? 1 : 0)

function staleOf(report: ClusterReport, named: Named): Digest['stale'][number] {
  const { row, staleSince } = report
  const cause = row.outcome === 'not-running' ? 'not running' : (row.cause ?? row.outcome)
  return { ...named(report), cause, since: staleSince || undefined }
}

/** Of a cluster that could not be read at all that is the one thing to say: its checks are not listed beside it. */
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
