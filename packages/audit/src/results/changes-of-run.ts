import { findingIdentity } from '@fleet-auditor/checks/identity-of-finding.ts'
import type { Change, ChangeKind, Finding } from '@fleet-auditor/model/finding.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import { severityRank } from '@fleet-auditor/model/severity.ts'
import type { StoredVerdict } from '@fleet-auditor/model/verdict.ts'
import { shortHash } from '../hash.ts'
import type { AuditRecord, Store } from '../ports/store.ts'
import type { RuleSet } from '../rules-of-run.ts'

/** What an owner's rows know of it before a run. */
export interface EarlierNights {
  readonly target: Target
  /** Committed ones of other runs, newest first. */
  readonly nights: readonly AuditRecord[]
  /** By which rules the last of them was judged. */
  readonly rules: RuleSet | undefined
}

/**
 * What a run changed among an owner's findings, told again from the store for a worker that did not live to tell it.
 * Lost against the worker's own word: that a finding was reopened under another rule version than the one it had, and
 * the severity it had before when no kept night shows it.
 */
export async function changesOfRun(
  run: string,
  findings: readonly Finding[],
  before: EarlierNights,
  store: Pick<Store, 'readTransitions'>,
): Promise<Change[]> {
  const changes: Change[] = []
  for (const finding of findings) {
    if (finding.changedIn !== run) continue
    const change = finding.state === 'resolved' ? resolvedIn(run, finding) : await openIn(run, finding, before, store)
    if (change) changes.push(change)
  }
  return changes
}

/** What one run opened and resolved again was not there the night before, and is not now. */
function resolvedIn(run: string, finding: Finding): Change | undefined {
  if (finding.openedIn === run) return undefined
  return { kind: 'resolved', finding, rule: finding.resolution === 'rule-changed' }
}

async function openIn(
  run: string,
  finding: Finding,
  before: EarlierNights,
  store: Pick<Store, 'readTransitions'>,
): Promise<Change | undefined> {
  if (finding.openedIn === run) {
    const words = await store.readTransitions(before.target, finding.fingerprint)
    const kind = words.findLast((each) => each === 'opened' || each === 'reopened') ?? 'opened'
    return { kind, finding, rule: before.rules !== undefined && before.rules[finding.check] !== finding.ruleVersion }
  }
  const was = before.nights.map((night) => failing(finding, night, before.target)).find((verdict) => verdict)
  if (was) {
    const by = severityRank(finding.severity) - severityRank(was.severity)
    if (by === 0) return undefined
    const rule = was.ruleVersion !== finding.ruleVersion
    return { kind: by < 0 ? 'worsened' : 'improved', finding, from: was.severity, rule }
  }
  const kind = (await store.readTransitions(before.target, finding.fingerprint)).at(-1)
  return kind !== undefined && movesSeverity(kind) ? { kind, finding, rule: false } : undefined
}

const movesSeverity = (kind: ChangeKind): boolean => kind === 'worsened' || kind === 'improved'

function failing(finding: Finding, night: AuditRecord, target: Target): StoredVerdict | undefined {
  return night.verdicts.find(
    (answer) =>
      answer.verdict === 'fail' &&
      answer.check === finding.check &&
      shortHash(findingIdentity(answer.check, target, finding.incarnation, answer.subject)) === finding.fingerprint,
  )
}
