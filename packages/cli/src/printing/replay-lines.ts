import type { Replay } from '@fleet-auditor/audit/queries/replay-run.ts'
import { clusterLabels } from '@fleet-auditor/model/cluster-label.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import { subjectOf, type StoredVerdict } from '@fleet-auditor/model/verdict.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'

/** What differs, cluster by cluster; then how much was judged, and what could not be. */
export function replayLines({ clusters, expired }: Replay): string[] {
  const label = clusterLabels([...clusters.map(({ cluster }) => cluster), ...expired].map((id) => ({ id })))
  const changed = clusters.flatMap(({ cluster, added, removed }) => [
    ...removed.map((verdict) => `- ${safeText(label(cluster))}: ${verdictLine(verdict)}`),
    ...added.map((verdict) => `+ ${safeText(label(cluster))}: ${verdictLine(verdict)}`),
  ])
  const verdicts = clusters.reduce((sum, each) => sum + each.verdicts.length, 0)
  const many = clusters.length === 1 ? '1 cluster' : `${clusters.length} clusters`
  const changes = changed.length === 0 ? 'no change' : `${changed.length} changed`
  return [
    ...changed,
    `${many} evaluated again, ${verdicts} verdicts, ${changes}`,
    ...expired.map((cluster) => `! ${safeText(label(cluster))}: no snapshot of it is stored`),
  ]
}

function verdictLine(answer: StoredVerdict): string {
  const subject = subjectOf(answer)
  const severity = answer.verdict === 'fail' ? ` (${answer.severity})` : ''
  return `${answer.check} ${answer.verdict}${severity}${subject ? ` ${safeText(subjectLabel(subject))}` : ''}`
}
