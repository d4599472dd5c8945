import type { Digest, DigestLine } from '@fleet-auditor/model/digest.ts'
import type { ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import { digestLine, namedAmong, type ReportedChange } from '@fleet-auditor/report/digest/digest-line.ts'

/** A digest with findings whose waiver expired, after those that came back by themselves. */
export function withEndedWaivers(digest: Digest, summaries: readonly ResultSummary[]): Digest {
  const ended = linesOf(summaries)
  if (ended.length === 0) return digest
  const at = digest.lines.findIndex(({ kind }) => kind !== 'opened' && kind !== 'reopened')
  return { ...digest, lines: digest.lines.toSpliced(at === -1 ? digest.lines.length : at, 0, ...ended) }
}

function linesOf(summaries: readonly ResultSummary[]): DigestLine[] {
  const named = namedAmong(summaries)
  const reopened = summaries.flatMap(({ target, waiversEnded = [] }) => {
    const of = named(target)
    return waiversEnded.map((finding): ReportedChange => ({ of, change: { kind: 'reopened', finding, rule: false } }))
  })
  const groups = Map.groupBy(reopened, ({ change: { finding } }) => `${finding.severity} ${finding.check}`)
  return [...groups.values()].flatMap((group) => {
    const line = digestLine(group)
    return line ? [{ ...line, why: 'waiver-expired' as const }] : []
  })
}
