import type { Change, Finding, Resolution } from '@fleet-auditor/model/finding.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import { severityRank } from '@fleet-auditor/model/severity.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'

/** A verdict of one owner and night; a failing one with its fingerprint. */
export interface FingerprintedVerdict {
  readonly verdict: Verdict
  readonly fingerprint?: string
}

export interface ComparedIn {
  readonly incarnation: number
  readonly run: string
  readonly takenAt: string
  readonly provider?: Provider
  /** Rule version of every check of the owner's last night; absent on its first. */
  readonly rulesBefore?: Readonly<Record<string, number>>
}

export interface Compared {
  /** Every finding that is still remembered, open and resolved. */
  readonly findings: readonly Finding[]
  /** One for every finding that is open, was open, or came back. */
  readonly changes: readonly Change[]
  /** Those that rewrite a stored finding: a change of state, severity, rule version or material evidence. */
  readonly rewrites: readonly Change[]
}

interface Step {
  readonly change: Change
  readonly rewrites: boolean
}

/**
 * Last night's findings against tonight's verdicts. Total: every open finding and every failing fingerprint ends in
 * exactly one comparison. Opened only by `fail`; resolved only where the check was answered tonight and the
 * fingerprint no longer fails; `unknown` freezes, and so does a check that was not run.
 */
export function compare(
  before: readonly Finding[],
  tonight: readonly FingerprintedVerdict[],
  night: ComparedIn,
): Compared {
  const failing = failingByFingerprint(tonight)
  const answers = Map.groupBy(
    tonight.map(({ verdict }) => verdict),
    (verdict) => verdict.check,
  )
  const steps: Step[] = []
  const untouched: Finding[] = []
  for (const finding of before) {
    const verdict = failing.get(finding.fingerprint)
    if (verdict) steps.push(stillFailing(finding, verdict, night))
    else if (finding.state === 'resolved') untouched.push(finding)
    else steps.push(noLongerFailing(finding, answers.get(finding.check) ?? [], night))
  }
  const known = new Set(before.map((finding) => finding.fingerprint))
  for (const [fingerprint, verdict] of failing) {
    if (!known.has(fingerprint)) steps.push(opened(fingerprint, verdict, night))
  }
  return toCompared(steps, untouched)
}

/** The end of an incarnation: everything that was open is resolved as `cluster-gone`. */
export function closeIncarnation(before: readonly Finding[], night: ComparedIn): Compared {
  const open = before.filter((finding) => finding.state === 'open')
  return toCompared(
    open.map((finding) => resolved(finding, 'cluster-gone', night)),
    before.filter((finding) => finding.state !== 'open'),
  )
}

function toCompared(steps: readonly Step[], untouched: readonly Finding[]): Compared {
  return {
    findings: [...steps.map((step) => step.change.finding), ...untouched],
    changes: steps.map((step) => step.change),
    rewrites: steps.filter((step) => step.rewrites).map((step) => step.change),
  }
}

function failingByFingerprint(tonight: readonly FingerprintedVerdict[]): Map<string, Verdict> {
  const failing = new Map<string, Verdict>()
  for (const { verdict, fingerprint } of tonight) {
    if (verdict.verdict === 'fail' && fingerprint !== undefined && !failing.has(fingerprint)) {
      failing.set(fingerprint, verdict)
    }
  }
  return failing
}

function opened(fingerprint: string, verdict: Verdict, night: ComparedIn): Step {
  const rule = night.rulesBefore !== undefined && night.rulesBefore[verdict.check] !== verdict.ruleVersion
  const finding: Finding = {
    fingerprint,
    check: verdict.check,
    ruleVersion: verdict.ruleVersion,
    incarnation: night.incarnation,
    provider: night.provider,
    subject: subjectOf(verdict),
    severity: verdict.severity,
    state: 'open',
    evidence: verdict.evidence ?? {},
    material: verdict.material ?? '',
    openedAt: night.takenAt,
    openedIn: night.run,
    changedAt: night.takenAt,
    changedIn: night.run,
  }
  return { change: { kind: 'opened', finding, rule }, rewrites: true }
}

function subjectOf(verdict: Verdict): Subject {
  if (!verdict.subject) throw new TypeError(`a failing verdict of ${verdict.check} names no subject`)
  return verdict.subject
}

function stillFailing(finding: Finding, verdict: Verdict, night: ComparedIn): Step {
  const { resolution: _, ...rest } = finding
  const rule = finding.ruleVersion !== verdict.ruleVersion
  const now: Finding = {
    ...rest,
    state: 'open',
    ruleVersion: verdict.ruleVersion,
    severity: verdict.severity,
    evidence: verdict.evidence ?? {},
    material: verdict.material ?? '',
    changedAt: night.takenAt,
    changedIn: night.run,
  }
  if (finding.state === 'resolved') {
    return {
      change: { kind: 'reopened', finding: { ...now, openedAt: night.takenAt, openedIn: night.run }, rule },
      rewrites: true,
    }
  }
  const by = severityRank(verdict.severity) - severityRank(finding.severity)
  if (by !== 0) {
    return {
      change: { kind: by < 0 ? 'worsened' : 'improved', finding: now, from: finding.severity, rule },
      rewrites: true,
    }
  }
  const rewrites = rule || finding.material !== now.material
  return { change: { kind: 'unchanged', finding: rewrites ? now : finding, rule }, rewrites }
}

function noLongerFailing(finding: Finding, answers: readonly Verdict[], night: ComparedIn): Step {
  const open = answers.some(
    (answer) => answer.verdict === 'unknown' && (!answer.subject || sameObject(answer.subject, finding.subject)),
  )
  const first = answers[0]
  if (open || !first) return { change: { kind: 'incomparable', finding, rule: false }, rewrites: false }
  if (finding.ruleVersion !== first.ruleVersion) return resolved(finding, 'rule-changed', night)
  if (answers.every((answer) => answer.verdict === 'not-applicable' || answer.verdict === 'manual')) {
    return resolved(finding, 'not-applicable', night)
  }
  const stillThere = answers.some((answer) => !answer.subject || sameObject(answer.subject, finding.subject))
  return resolved(finding, stillThere ? 'fixed' : 'subject-gone', night)
}

/** The same object, whichever of its fields is meant. */
const sameObject = (a: Subject, b: Subject): boolean =>
  a.kind === b.kind && a.namespace === b.namespace && a.name === b.name && a.container === b.container

function resolved(finding: Finding, resolution: Resolution, night: ComparedIn): Step {
  const now: Finding = {
    ...finding,
    state: 'resolved',
    resolution,
    changedAt: night.takenAt,
    changedIn: night.run,
  }
  return { change: { kind: 'resolved', finding: now, rule: resolution === 'rule-changed' }, rewrites: true }
}
