import { waiverOf, type WaivedTarget } from '@fleet-auditor/checks/waive.ts'
import type { Digest, DigestLine, Reason } from '@fleet-auditor/model/digest.ts'
import type { Change, Finding } from '@fleet-auditor/model/finding.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { ResultSummary, ResultTarget } from '@fleet-auditor/model/result-summary.ts'
import type { Waiver } from '@fleet-auditor/model/waiver.ts'
import { digestLine, namedAmong, type ReportedChange } from '@fleet-auditor/report/digest/digest-line.ts'

/** The waiver of each finding that has one, by fingerprint. */
export type AcceptedFindings = ReadonlyMap<string, Waiver>

/** Which findings a waiver accepts at a time (ISO 8601). */
export function acceptedFindings(
  findings: readonly Finding[],
  target: ResultTarget,
  { waivers }: { readonly waivers: readonly Waiver[] },
  at: string,
): AcceptedFindings {
  const accepted = new Map<string, Waiver>()
  if (waivers.length === 0) return accepted
  const of = waivedTarget(target)
  for (const finding of findings) {
    const waiver = waiverOf(finding, of, waivers, at)
    if (waiver) accepted.set(finding.fingerprint, waiver)
  }
  return accepted
}

function waivedTarget(target: ResultTarget): WaivedTarget {
  if (target.kind === 'cluster') return { cluster: target.cluster, planes: target.planes }
  return target.kind === 'plane' ? { planes: [target.key] } : {}
}

/** How many open findings each waiver of the run accepts, by its place among them; undefined: none does. */
export function acceptedBy(
  findings: readonly Finding[],
  accepted: AcceptedFindings,
  { waivers }: Pick<FleetFile, 'waivers'>,
): Record<string, number> | undefined {
  if (accepted.size === 0) return undefined
  const counts: Record<string, number> = {}
  for (const { state, fingerprint } of findings) {
    const waiver = state === 'open' ? accepted.get(fingerprint) : undefined
    if (!waiver) continue
    const place = waivers.indexOf(waiver)
    counts[place] = (counts[place] ?? 0) + 1
  }
  return counts
}

interface Accepting {
  readonly findings: readonly Finding[]
  readonly changes: readonly Change[]
  readonly accepted: AcceptedFindings
  readonly target: ResultTarget
}

/** The run before of a target: when it was read (ISO 8601), and the waivers that this run worked by. */
export interface RunBefore {
  readonly takenAt: string
  readonly waivers: readonly Waiver[]
}

/**
 * Open findings that a waiver accepted in the run before and none does in this run, by why: it expired, or it was
 * removed (from the fleet file or the store, or changed so that it is about something else). A finding that changed by
 * itself is reported as that change.
 */
export function endedWaivers(
  { findings, changes, accepted, target }: Accepting,
  before: RunBefore | undefined,
  startedAt: string,
): Pick<ResultSummary, 'waiversEnded' | 'waiversRemoved'> {
  if (before === undefined || before.waivers.length === 0) return {}
  const reported = new Set(changes.map(({ finding }) => finding.fingerprint))
  const acceptedBefore = acceptedFindings(findings, target, before, before.takenAt)
  const ended = findings.filter(
    ({ state, fingerprint }) =>
      state === 'open' && !reported.has(fingerprint) && acceptedBefore.has(fingerprint) && !accepted.has(fingerprint),
  )
  const today = startedAt.slice(0, 10)
  const expired = (finding: Finding): boolean => (acceptedBefore.get(finding.fingerprint)?.expires ?? today) < today
  return {
    waiversEnded: lean(ended.filter(expired)),
    waiversRemoved: lean(ended.filter((finding) => !expired(finding))),
  }
}

function lean(findings: readonly Finding[]): Finding[] | undefined {
  if (findings.length === 0) return undefined
  const without = findings.map((finding) => ({ ...finding, material: '' }))
  return without.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1))
}

/** A digest with findings whose waiver expired or was removed, after those that came back by themselves. */
export function withEndedWaivers(digest: Digest, summaries: readonly ResultSummary[]): Digest {
  const ended = [
    ...linesOf(summaries, ({ waiversEnded }) => waiversEnded, 'waiver-expired'),
    ...linesOf(summaries, ({ waiversRemoved }) => waiversRemoved, 'waiver-removed'),
  ]
  if (ended.length === 0) return digest
  const at = digest.lines.findIndex(({ kind }) => kind !== 'opened' && kind !== 'reopened')
  return { ...digest, lines: digest.lines.toSpliced(at === -1 ? digest.lines.length : at, 0, ...ended) }
}

function linesOf(
  summaries: readonly ResultSummary[],
  endedOf: (summary: ResultSummary) => readonly Finding[] | undefined,
  why: Reason,
): DigestLine[] {
  const named = namedAmong(summaries)
  const reopened = summaries.flatMap((summary) => {
    const of = named(summary.target)
    return (endedOf(summary) ?? []).map((finding): ReportedChange => ({
      of,
      change: { kind: 'reopened', finding, rule: false },
    }))
  })
  const groups = Map.groupBy(reopened, ({ change: { finding } }) => `${finding.severity} ${finding.check}`)
  return [...groups.values()].flatMap((group) => {
    const line = digestLine(group)
    return line ? [{ ...line, why }] : []
  })
}
