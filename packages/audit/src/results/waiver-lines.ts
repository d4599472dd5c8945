import type { ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import type { Digest, DigestLine } from '@fleet-auditor/model/digest.ts'
import { namedAmong } from '@fleet-auditor/report/digest.ts'
import { digestLine, type ToldChange } from '@fleet-auditor/report/digest-line.ts'

/** A digest with what nobody accepts any longer, behind what came back by itself: it is to be mended, or accepted anew. */
export function withEndedWaivers(digest: Digest, summaries: readonly ResultSummary[]): Digest {
  const ended = linesOf(summaries)
  if (ended.length === 0) return digest
  const at = digest.lines.findIndex(({ kind }) => kind !== 'opened' && kind !== 'reopened')
  return { ...digest, lines: digest.lines.toSpliced(at === -1 ? digest.lines.length : at, 0, ...ended) }
}

function linesOf(summaries: readonly ResultSummary[]): DigestLine[] {
  const named = namedAmong(summaries)
  const told = summaries.flatMap((summary) => {
    const { waiversEnded = [] } = summary
    const of = named(summary)
    return waiversEnded.map((finding): ToldChange => ({ of, change: { kind: 'reopened', finding, rule: false } }))
  })
  const groups = Map.groupBy(told, ({ change: { finding } }) => `${finding.severity} ${finding.check}`)
  return [...groups.values()].flatMap((group) => {
    const line = digestLine(group)
    return line ? [{ ...line, why: 'waiver-ended' }] : []
  })
}
