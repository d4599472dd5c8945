import type { ClusterReport } from '@fleet-auditor/model/cluster-report.ts'
import type { Digest, DigestLine } from '@fleet-auditor/model/digest.ts'
import { namedAmong } from '@fleet-auditor/report/digest.ts'
import { digestLine, type ToldChange } from '@fleet-auditor/report/digest-line.ts'

/** A digest with what nobody accepts any longer, behind what came back by itself: it is to be mended, or accepted anew. */
export function withEndedWaivers(digest: Digest, reports: readonly ClusterReport[]): Digest {
  const ended = linesOf(reports)
  if (ended.length === 0) return digest
  const at = digest.lines.findIndex(({ kind }) => kind !== 'opened' && kind !== 'reopened')
  return { ...digest, lines: digest.lines.toSpliced(at === -1 ? digest.lines.length : at, 0, ...ended) }
}

function linesOf(reports: readonly ClusterReport[]): DigestLine[] {
  const named = namedAmong(reports)
  const told = reports.flatMap((report) => {
    const { waiversEnded = [] } = report
    const of = named(report)
    return waiversEnded.map((finding): ToldChange => ({ of, change: { kind: 'reopened', finding, rule: false } }))
  })
  const groups = Map.groupBy(told, ({ change: { finding } }) => `${finding.severity} ${finding.check}`)
  return [...groups.values()].flatMap((group) => {
    const line = digestLine(group)
    return line ? [{ ...line, why: 'waiver-ended' }] : []
  })
}
