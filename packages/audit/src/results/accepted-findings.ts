import { waiverOf } from '@fleet-auditor/checks/waive.ts'
import type { Digest, DigestLine } from '@fleet-auditor/model/digest.ts'
import type { Change, Finding } from '@fleet-auditor/model/finding.ts'
import type { FleetFile, Waiver } from '@fleet-auditor/model/fleet-file.ts'
import type { ResultSummary, ResultTarget } from '@fleet-auditor/model/result-summary.ts'
import { digestLine, namedAmong, type ReportedChange } from '@fleet-auditor/report/digest/digest-line.ts'

/** The waiver of each finding that has one, by fingerprint. */
export type AcceptedFindings = ReadonlyMap<string, Waiver>

/** Which findings a waiver accepts at a time (ISO 8601). Waivers select clusters: nothing else has any. */
export function acceptedFindings(
  findings: readonly Finding[],
  target: ResultTarget,
  { waivers }: Pick<FleetFile, 'waivers'>,
  at: string,
): AcceptedFindings {
  const accepted = new Map<string, Waiver>()
  if (target.kind !== 'cluster') return accepted
  for (const finding of findings) {
    const waiver = waiverOf(finding, target.cluster, waivers, at)
    if (waiver) accepted.set(finding.fingerprint, waiver)
  }
  return accepted
}

interface Accepting {
  readonly findings: readonly Finding[]
  readonly changes: readonly Change[]
  readonly accepted: AcceptedFindings
  readonly target: ResultTarget
}

/**
 * Open findings that a waiver accepted in the run before (taken at `since`, ISO 8601) and none does in this run. A
 * finding that changed by itself is reported as that change. A waiver that was taken out of the fleet file has not
 * ended: a person took it out.
 */
export function endedWaivers(
  { findings, changes, accepted, target }: Accepting,
  since: string | undefined,
  fleet: Pick<FleetFile, 'waivers'>,
  startedAt: string,
): Finding[] | undefined {
  if (since === undefined || since.slice(0, 10) >= startedAt.slice(0, 10)) return undefined
  const reported = new Set(changes.map(({ finding }) => finding.fingerprint))
  const before = acceptedFindings(findings, target, fleet, since)
  const ended = findings.filter(
    ({ state, fingerprint }) =>
      state === 'open' && !reported.has(fingerprint) && before.has(fingerprint) && !accepted.has(fingerprint),
  )
  if (ended.length === 0) return undefined
  const lean = ended.map((finding) => ({ ...finding, material: '' }))
  return lean.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1))
}

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
