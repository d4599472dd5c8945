import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Change, Finding, Resolution } from '@fleet-auditor/model/finding.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import { severityRank } from '@fleet-auditor/model/severity.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import { subjectOf, type FailVerdict, type Verdict } from '@fleet-auditor/model/verdict.ts'

/** A verdict of this run; a failing one with its fingerprint. */
export type FingerprintedVerdict =
  | { readonly verdict: FailVerdict; readonly fingerprint: string }
  | { readonly verdict: Exclude<Verdict, FailVerdict>; readonly fingerprint?: undefined }

/** The run in which a target's findings are compared. */
export interface ComparedIn {
  readonly incarnation: number
  readonly run: string
  readonly takenAt: string
  readonly provider?: Provider
  /** Rule version of every check of the target's run before; absent on its first. */
  readonly rulesBefore?: Readonly<Record<string, number>>
  /** Fingerprints that fail and are not listed one by one: their findings stay as they stood. */
  readonly unlisted?: ReadonlySet<string>
}

export interface Compared {
  /** Every finding that is still remembered, open and resolved. */
  readonly findings: readonly Finding[]
  /** One for every finding that is open, was open, or came back. */
  readonly changes: readonly Change[]
  /** Those that rewrite a stored finding: a change of state, severity, rule version, material evidence or manager. */
  readonly rewrites: readonly Change[]
}

interface Step {
  readonly change: Change
  readonly rewrites: boolean
}

/**
 * The findings before against the verdicts of now. Total: every open finding and every failing fingerprint ends in
 * exactly one change. Opened only by `fail`; resolved only where the check was answered now and the fingerprint no
 * longer fails; `unknown` freezes, and so does a check that was not run.
 */
export function compare(before: readonly Finding[], now: readonly FingerprintedVerdict[], run: ComparedIn): Compared {
  const failing = failingByFingerprint(now)
  const answers = Map.groupBy(
    now.map(({ verdict }) => verdict),
    (verdict) => verdict.check,
  )
  const steps: Step[] = []
  const untouched: Finding[] = []
  for (const finding of before) {
    const verdict = failing.get(finding.fingerprint)
    if (verdict) steps.push(stillFailing(finding, verdict, run))
    else if (finding.state === 'resolved') untouched.push(finding)
    else if (run.unlisted?.has(finding.fingerprint)) steps.push(frozen(finding))
    else steps.push(noLongerFailing(finding, answers.get(finding.check) ?? [], run))
  }
  const known = new Set(before.map((finding) => finding.fingerprint))
  for (const [fingerprint, verdict] of failing) {
    if (!known.has(fingerprint)) steps.push(opened(fingerprint, verdict, run))
  }
  return toCompared(steps, untouched)
}

/** The end of an incarnation: everything that was open is resolved as `cluster-gone`. */
export function closeIncarnation(before: readonly Finding[], run: ComparedIn): Compared {
  const open = before.filter((finding) => finding.state === 'open')
  return toCompared(
    open.map((finding) => resolved(finding, 'cluster-gone', run)),
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

function failingByFingerprint(now: readonly FingerprintedVerdict[]): Map<string, FailVerdict> {
  const failing = new Map<string, FailVerdict>()
  for (const each of now) {
    if (each.fingerprint !== undefined && !failing.has(each.fingerprint)) failing.set(each.fingerprint, each.verdict)
  }
  return failing
}

function opened(fingerprint: string, verdict: FailVerdict, run: ComparedIn): Step {
  const rule = run.rulesBefore !== undefined && run.rulesBefore[verdict.check] !== verdict.ruleVersion
  const finding: Finding = {
    fingerprint,
    check: verdict.check,
    ruleVersion: verdict.ruleVersion,
    incarnation: run.incarnation,
    provider: run.provider,
    subject: verdict.subject,
    severity: verdict.severity,
    state: 'open',
    evidence: verdict.evidence,
    managedBy: verdict.managedBy,
    material: verdict.material,
    openedAt: run.takenAt,
    openedIn: run.run,
    changedAt: run.takenAt,
    changedIn: run.run,
  }
  return { change: { kind: 'opened', finding, rule }, rewrites: true }
}

function stillFailing(finding: Finding, verdict: FailVerdict, run: ComparedIn): Step {
  const { resolution: _, ...rest } = finding
  const rule = finding.ruleVersion !== verdict.ruleVersion
  const now: Finding = {
    ...rest,
    state: 'open',
    ruleVersion: verdict.ruleVersion,
    severity: verdict.severity,
    evidence: verdict.evidence,
    managedBy: verdict.managedBy ?? finding.managedBy,
    material: verdict.material,
    changedAt: run.takenAt,
    changedIn: run.run,
  }
  if (finding.state === 'resolved') {
    return {
      change: { kind: 'reopened', finding: { ...now, openedAt: run.takenAt, openedIn: run.run }, rule },
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
  const rewrites = rule || finding.material !== now.material || !sameManager(finding, now)
  return { change: { kind: 'unchanged', finding: rewrites ? now : finding, rule }, rewrites }
}

const sameManager = (a: Finding, b: Finding): boolean =>
  canonical(a.managedBy ?? null) === canonical(b.managedBy ?? null)

function noLongerFailing(finding: Finding, answers: readonly Verdict[], run: ComparedIn): Step {
  const first = answers[0]
  const unanswered = answers.some((answer) => answer.verdict === 'unknown' && isAbout(answer, finding.subject))
  if (unanswered || !first) return frozen(finding)
  if (finding.ruleVersion !== first.ruleVersion) return resolved(finding, 'rule-changed', run)
  if (answers.every((answer) => answer.verdict === 'not-applicable')) {
    return resolved(finding, 'not-applicable', run)
  }
  const stillThere = answers.some((answer) => isAbout(answer, finding.subject))
  return resolved(finding, stillThere ? 'fixed' : 'subject-gone', run)
}

const frozen = (finding: Finding): Step => ({ change: { kind: 'incomparable', finding, rule: false }, rewrites: false })

/** A verdict without a subject is about every object of the target. */
function isAbout(verdict: Verdict, object: Subject): boolean {
  const subject = subjectOf(verdict)
  return !subject || sameObject(subject, object)
}

/** The same object, whichever of its fields is meant. */
const sameObject = (a: Subject, b: Subject): boolean =>
  a.kind === b.kind && a.namespace === b.namespace && a.name === b.name && a.container === b.container

function resolved(finding: Finding, resolution: Resolution, run: ComparedIn): Step {
  const now: Finding = {
    ...finding,
    state: 'resolved',
    resolution,
    changedAt: run.takenAt,
    changedIn: run.run,
  }
  return { change: { kind: 'resolved', finding: now, rule: resolution === 'rule-changed' }, rewrites: true }
}
