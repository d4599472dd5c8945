import { findCheck } from '@fleet-auditor/checks/registry.ts'
import { clusterLabels } from '@fleet-auditor/model/cluster-label.ts'
import { isClusterSummary, targetId, type ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import type { Digest, DigestLine } from '@fleet-auditor/model/digest.ts'
import type { ChangeKind } from '@fleet-auditor/model/finding.ts'
import type { RunReport } from '@fleet-auditor/model/run-report.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import { severityRank } from '@fleet-auditor/model/severity.ts'
import { digestLine, type ToldChange } from './digest-line.ts'
import { withNewcomerCriticals } from './newcomer-criticals.ts'
import { safeText } from './safe-text.ts'
import { rollUnanswered } from './unknowns.ts'

/** The words that a digest tells, in its order. What stands or cannot be compared is no news. */
const told: readonly ChangeKind[] = ['opened', 'reopened', 'worsened', 'improved', 'resolved']

/** What asks for something to be done stands together: a finding that worsened to critical is above a low new one. */
const restful: readonly ChangeKind[] = ['improved', 'resolved']

/** What is to be listed or done to its end for a run to be complete, targets apart. */
const unreadKinds: readonly LedgerRow['kind'][] = ['scope', 'source', 'step']

/**
 * The short message for people: only what changed, by check, worst first. A first night is a baseline of counts; only
 * what is critical there is named.
 */
export function digestOf({ run: { ledger, ...run }, summaries }: RunReport): Digest {
  const outages = ledger.filter(({ kind, outcome }) => unreadKinds.includes(kind) && outcome !== 'listed')
  const out = new Set(outages.filter(({ outcome }) => outcome !== 'partial').map(({ id }) => id))
  const unread = summaries.filter(isUnread)
  const fresh = summaries.filter((summary) => summary.first && isClusterSummary(summary))
  const named = namedAmong(summaries)
  const baseline = fresh.length > 0 && !summaries.some(isKnown)
  return {
    run,
    baseline,
    newClusters: fresh.map((report) => ({ ...named(report), open: openIn(report) })),
    lines: withNewcomerCriticals(linesOf(summaries, named), fresh, named).toSorted(inOrder),
    // A scope's outage is one line: it says so of all its clusters.
    stale: unread
      .filter(({ target }) => target.kind !== 'cluster' || !out.has(target.cluster.scope))
      .map((report) => staleOf(report, named)),
    unreadScopes: outages.map(({ id, detail, cause, outcome }) => ({
      scope: safeText(id),
      detail: safeText(detail ?? cause ?? outcome),
    })),
    unknowns: unknownsOf(summaries),
  }
}

const isUnread = ({ row }: ResultSummary): boolean =>
  !['audited', 'alias', 'gone', 'superseded', 'listed'].includes(row.outcome)

/** Seen on an earlier night; of a cluster that has no night at all nobody can say. */
const isKnown = (report: ResultSummary): boolean =>
  isClusterSummary(report) &&
  !report.first &&
  (report.row.outcome === 'audited' ||
    report.staleSince !== undefined ||
    report.changes.length > 0 ||
    openIn(report) > 0)

type Named = (report: Pick<ResultSummary, 'target'>) => { cluster: string; team?: string }

/** A target as people read it, a cluster by its label among those of the run, with its team. */
export function namedAmong(summaries: readonly ResultSummary[]): Named {
  const label = clusterLabels(summaries.filter(isClusterSummary).map(({ target }) => target.cluster))
  return ({ target }) => {
    const team = target.kind === 'fleet' ? undefined : target.team
    return { cluster: safeText(label(targetId(target))), team: team === undefined ? undefined : safeText(team) }
  }
}

function openIn({ open }: ResultSummary): number {
  let count = 0
  for (const bySeverity of Object.values(open)) for (const each of Object.values(bySeverity)) count += each
  return count
}

function linesOf(summaries: readonly ResultSummary[], named: Named): DigestLine[] {
  const groups = new Map<string, ToldChange[]>()
  for (const report of summaries) {
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

function staleOf(report: ResultSummary, named: Named): Digest['stale'][number] {
  const { row, staleSince } = report
  const cause = row.outcome === 'not-running' ? 'not running' : (row.cause ?? row.outcome)
  return { ...named(report), cause, since: staleSince || undefined }
}

/** Of a cluster that could not be read at all that is the one thing to say: its checks are not listed beside it. */
function unknownsOf(summaries: readonly ResultSummary[]): Digest['unknowns'] {
  const unanswered = summaries
    .filter((report) => !isUnread(report))
    .flatMap(({ target, unknowns }) => unknowns.map((unknown) => ({ ...unknown, cluster: targetId(target) })))
  return rollUnanswered(unanswered).map(({ clusters, ...rest }) => ({
    ...rest,
    clusters: clusters.length,
    checks: rest.checks.map((check) => findCheck(check)?.id ?? safeText(check)),
  }))
}
