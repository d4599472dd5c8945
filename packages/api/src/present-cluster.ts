import type { AuditRecord, RegisteredCluster } from '@fleet-auditor/audit/ports/store.ts'
import type { CheckAnswers, ClusterPage } from '@fleet-auditor/audit/queries/cluster-page.ts'
import { groupFindings } from '@fleet-auditor/audit/queries/group-findings.ts'
import { findCheck } from '@fleet-auditor/checks/registry.ts'
import type { StoredVerdict, VerdictWord } from '@fleet-auditor/model/verdict.ts'
import { findingText } from '@fleet-auditor/report/present-finding.ts'
import { linkTo } from './links.ts'
import type { Answer, ClusterLine, ClusterPageShape } from './shapes/cluster-shape.ts'

/** A cluster of the registry, for lists. */
export function clusterLine(registered: RegisteredCluster): ClusterLine {
  const { key, cluster, planes, team, presence, open, firstSeen, goneIn } = registered
  return {
    key,
    ...cluster,
    planes: [...planes],
    team,
    presence,
    open,
    openBySeverity: groupFindings([registered], 'cluster')[0]?.bySeverity ?? {},
    firstSeen,
    goneIn,
    links: { self: linkTo.cluster(key), findings: linkTo.findings({ state: 'open', cluster: key }) },
  }
}

/** One cluster with its latest verdicts. */
export function clusterShape({
  registered,
  head,
  snapshot,
  record: last,
  groups,
  history,
}: ClusterPage): ClusterPageShape {
  return {
    ...clusterLine(registered),
    incarnation: head?.incarnation,
    staleSince: head?.staleSince,
    snapshot,
    lastRecord: last && recordLine(last),
    groups: groups.map(({ group, checks }) => ({ group, checks: checks.map(answersOf) })),
    observations: [...(last?.observations ?? [])],
    history: history.map(recordLine),
  }
}

function answersOf({ check: id, verdict, answers }: CheckAnswers) {
  const check = findCheck(id)
  return {
    check: id,
    title: check?.title ?? id,
    severity: check?.severity ?? ('info' as const),
    verdict,
    answers: answers.map(answerOf),
  }
}

function answerOf({ check, ...answer }: StoredVerdict): Answer {
  if (answer.verdict !== 'fail') return answer
  return { ...answer, text: findingText({ check, ...answer }) }
}

function recordLine({ run, takenAt, incarnation, row, verdicts }: AuditRecord) {
  const counts: Partial<Record<VerdictWord, number>> = {}
  for (const { verdict } of verdicts) counts[verdict] = (counts[verdict] ?? 0) + 1
  return { run, takenAt, incarnation, row, verdicts: counts }
}
