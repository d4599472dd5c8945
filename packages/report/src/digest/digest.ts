import { agingCalendars } from '@fleet-auditor/checks/facts/support-calendar.ts'
import { findCheck } from '@fleet-auditor/checks/registry.ts'
import { isOutage, isRead } from '@fleet-auditor/model/completeness.ts'
import type { Digest, DigestLine, RunReport } from '@fleet-auditor/model/digest.ts'
import { asksForAction, isReported, reportedKinds, type ChangeKind } from '@fleet-auditor/model/finding.ts'
import { isClusterSummary, openCount, targetId, type ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import { severityRank } from '@fleet-auditor/model/severity.ts'
import { safeText } from '../safe-text.ts'
import { rollUnanswered } from '../unknowns.ts'
import { digestLine, namedAmong, type NameTarget, type ReportedChange } from './digest-line.ts'
import { withNewcomerCriticals } from './newcomer-criticals.ts'

/**
 * The short message for people: only what changed, by check, worst first. A baseline run has counts; only what is
 * critical there is named.
 */
export function digestOf({ run: { ledger, ...whole }, summaries }: RunReport): Digest {
  const { decisions: _, ...run } = whole
  const outages = ledger.filter(isOutage)
  const out = new Set(outages.filter(({ outcome }) => outcome !== 'partial').map(({ id }) => id))
  const unread = summaries.filter(isUnread)
  const fresh = summaries.filter((summary) => summary.first && isClusterSummary(summary))
  const named = namedAmong(summaries)
  const baseline = fresh.length > 0 && !summaries.some(isKnown)
  return {
    run,
    baseline,
    newClusters: fresh.map((summary) => ({ ...named(summary.target), open: openCount(summary.open) })),
    lines: withNewcomerCriticals(linesOf(summaries, named), fresh, named).toSorted(inOrder),
    // A scope's outage is one line for all its clusters.
    stale: unread
      .filter(({ target }) => target.kind !== 'cluster' || !out.has(target.cluster.scope))
      .map((summary) => staleOf(summary, named)),
    agingCalendars: agingOf(run.startedAt, summaries),
    unreadScopes: outages.map(({ id, detail, cause, outcome }) => ({
      scope: safeText(id),
      detail: safeText(detail ?? cause ?? outcome),
    })),
    unknowns: unknownsOf(summaries),
  }
}

/** Undefined where there is none: nearly always. */
function agingOf(today: string, summaries: readonly ResultSummary[]): Digest['agingCalendars'] {
  const providers = new Set(summaries.filter(isClusterSummary).map(({ target }) => target.cluster.provider))
  const aging = agingCalendars(today).filter(({ provider }) => providers.has(provider))
  return aging.length > 0 ? aging : undefined
}

/** Not as it should have been read: what is `superseded` or `contested` was, and is reported. */
const isUnread = ({ row }: ResultSummary): boolean => !['audited', 'alias', 'gone', 'listed'].includes(row.outcome)

/** Audited by an earlier run; a cluster without any record may be new or not. */
const isKnown = (summary: ResultSummary): boolean =>
  isClusterSummary(summary) &&
  !summary.first &&
  (summary.row.outcome === 'audited' ||
    summary.staleSince !== undefined ||
    summary.changes.length > 0 ||
    openCount(summary.open) > 0)

function linesOf(summaries: readonly ResultSummary[], named: NameTarget): DigestLine[] {
  const groups = new Map<string, ReportedChange[]>()
  for (const summary of summaries) {
    if (summary.first) continue
    const of = named(summary.target)
    for (const change of summary.changes) {
      const { kind, rule, finding, flaps } = change
      if (!isReported(kind)) continue
      // What flaps is one line, whatever it turned to in this run.
      const how = flaps === undefined ? [kind, rule, finding.resolution ?? ''] : ['flapping']
      const key = [...how, finding.check, finding.severity].join(' ')
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

function staleOf(summary: ResultSummary, named: NameTarget): Digest['stale'][number] {
  const { row, staleSince, takenAt } = summary
  const cause = row.outcome === 'not-running' ? 'not running' : (row.cause ?? row.outcome)
  return { ...named(summary.target), cause, since: staleSince || (isRead(row.outcome) ? takenAt : undefined) }
}

/** A cluster that could not be read is listed as such: its checks are not listed beside it. */
function unknownsOf(summaries: readonly ResultSummary[]): Digest['unknowns'] {
  const unanswered = summaries
    .filter((summary) => !isUnread(summary) || isRead(summary.row.outcome))
    .flatMap(({ target, unknowns }) => unknowns.map((unknown) => ({ ...unknown, cluster: targetId(target) })))
  return rollUnanswered(unanswered).map(({ clusters, ...rest }) => ({
    ...rest,
    clusters: clusters.length,
    checks: rest.checks.map((check) => findCheck(check)?.id ?? safeText(check)),
  }))
}
