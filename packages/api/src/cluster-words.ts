import type { CheckAnswers, ClusterPage } from '@fleet-auditor/audit/queries/cluster-page.ts'
import { groupFindings } from '@fleet-auditor/audit/queries/group-findings.ts'
import type { AuditRecord, RegisteredCluster } from '@fleet-auditor/audit/ports/store.ts'
import { describeFinding } from '@fleet-auditor/checks/describe-finding.ts'
import { findCheck } from '@fleet-auditor/checks/registry.ts'
import type { StoredVerdict, VerdictWord } from '@fleet-auditor/model/verdict.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import { linkTo } from './links.ts'
import type { Answer, ClusterLine, ClusterPageShape } from './shapes/cluster-shape.ts'

/** A cluster of the registry, for lists. */
export function clusterLine(registered: RegisteredCluster): ClusterLine {
  const { key, cluster, planes, team, open, firstSeen, goneIn } = registered
  return {
    key,
    ...cluster,
    planes: [...planes],
    team,
    open,
    openBySeverity: groupFindings([registered], 'cluster')[0]?.bySeverity ?? {},
    firstSeen,
    goneIn,
    links: { self: linkTo.cluster(key), findings: linkTo.findings({ state: 'open', cluster: key }) },
  }
}

/** One cluster as it stands. */
export function clusterShape({ registered, head, snapshot, night, groups, history }: ClusterPage): ClusterPageShape {
  return {
    ...clusterLine(registered),
    incarnation: head?.incarnation,
    staleSince: head?.staleSince === undefined ? undefined : head.staleSince,
    snapshot,
    lastNight: night === undefined ? undefined : nightLine(night),
    groups: groups.map(({ group, checks }) => ({ group, checks: checks.map(answersOf) })),
    observations: [...(night?.observations ?? [])],
    history: history.map(nightLine),
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
  return { ...answer, says: safeText(describeFinding(findCheck(check), answer)) }
}

function nightLine({ run, takenAt, incarnation, row, verdicts }: AuditRecord) {
  const counts: Partial<Record<VerdictWord, number>> = {}
  for (const { verdict } of verdicts) counts[verdict] = (counts[verdict] ?? 0) + 1
  return { run, takenAt, incarnation, row, verdicts: counts }
}
