import type { AuditDocument, AuditedCluster } from '@fleet-auditor/model/audit-document.ts'
import type { Finding } from '@fleet-auditor/model/finding.ts'
import type { PresentedFinding } from '@fleet-auditor/model/presented-finding.ts'
import { targetId, type ClusterTarget, type ResultTarget } from '@fleet-auditor/model/result-summary.ts'
import type { Run } from '@fleet-auditor/model/run.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import { subjectOf } from '@fleet-auditor/model/verdict.ts'
import { presentFinding, presentTarget } from '@fleet-auditor/report/present-finding.ts'
import { isJudged, noClusterFindings, targetOf, type TargetResult, type Unjudged } from './target-result.ts'

/**
 * The results of a run as one document: what `--format json` prints and every other format is made from. A run of some
 * checks shows no finding of another one: those were not looked at.
 */
export function documentOf(run: Run, results: readonly (TargetResult | Unjudged)[]): AuditDocument {
  const clusters: AuditedCluster[] = []
  const verdicts: AuditDocument['verdicts'] = []
  const findings: AuditDocument['findings'] = []
  const changes: AuditDocument['changes'] = []
  const asked = run.checks && new Set(run.checks)
  const isAsked = ({ check }: { readonly check: string }): boolean => asked === undefined || asked.has(check)
  for (const result of results) {
    const { target, row } = result
    if (target.kind === 'cluster' && row.outcome !== 'gone') clusters.push(auditedCluster(target, result))
    if (!isJudged(result)) continue
    const nameOf = (subject: Subject | undefined): string => named(target, subject)
    const present = presenter(target, result, run)
    for (const verdict of result.verdicts) verdicts.push({ ...verdict, cluster: nameOf(subjectOf(verdict)) })
    for (const finding of result.findings) if (isAsked(finding)) findings.push(present(finding))
    for (const change of result.changes) {
      if (isAsked(change.finding)) changes.push({ ...change, cluster: nameOf(change.finding.subject) })
    }
  }
  return { schema: 'urn:fleet-auditor:audit:v1', run, clusters, verdicts, findings, changes }
}

function auditedCluster(
  { key, cluster, planes, team }: ClusterTarget,
  result: TargetResult | Unjudged,
): AuditedCluster {
  const { id, locator, region, scope } = cluster
  const { row, takenAt } = result
  const { version, presence, failedSections, observations, counters, provider } = isJudged(result)
    ? result.cluster
    : noClusterFindings
  return {
    id,
    key,
    locator,
    provider: provider ?? cluster.provider,
    region,
    scope,
    planes,
    team,
    row,
    takenAt,
    staleSince: isJudged(result) ? result.staleSince : undefined,
    version,
    presence,
    failedSections,
    observations: [...observations],
    counters,
  }
}

/** A fleet check is about one cluster or about all: people look for it under the cluster’s name. */
const named = (target: ResultTarget, subject: Subject | undefined): string =>
  target.kind === 'fleet' && subject?.kind === 'Cluster' ? subject.name : targetId(target)

/** Presents the findings of one result. */
function presenter(target: ResultTarget, result: TargetResult, { fleet }: Run): (finding: Finding) => PresentedFinding {
  const cluster = target.kind === 'cluster' ? target.cluster : undefined
  const about = presentTarget(targetOf(target), cluster, fleet)
  const team = target.kind === 'fleet' ? undefined : target.team
  const { accepted } = result
  return (finding) =>
    presentFinding(finding, {
      target: about,
      cluster,
      team,
      lastRecord: result,
      waiver: accepted.get(finding.fingerprint),
    })
}
