import { exitCodeOf, exitCodeOfError, type ExitRules } from '@fleet-auditor/cli/exit-code.ts'
import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { AuditorError, type ErrorCode } from '@fleet-auditor/model/auditor-error.ts'
import { isComplete } from '@fleet-auditor/model/completeness.ts'
import type { Change, Finding } from '@fleet-auditor/model/finding.ts'
import type { LedgerRow, Run } from '@fleet-auditor/model/run.ts'
import { describe, expect, it } from 'vitest'
import { waiver } from '../setup/waiver.ts'

const finding: Finding = {
  fingerprint: 'f',
  check: 'public-broker',
  ruleVersion: 1,
  incarnation: 1,
  subject: { kind: 'Cluster', name: 'c' },
  severity: 'high',
  state: 'open',
  evidence: {},
  material: '{}',
  openedAt: '2026-01-01T00:00:00Z',
  openedIn: 'r',
  changedAt: '2026-01-01T00:00:00Z',
  changedIn: 'r',
}

interface Outcome {
  readonly findings?: readonly Partial<Finding>[]
  readonly changes?: readonly (Pick<Change, 'kind'> & Partial<Finding>)[]
  readonly outcome?: LedgerRow['outcome']
  /** Absent: by its one cluster. */
  readonly state?: Run['state']
  readonly unknowns?: number
}

function documentOf({ findings = [], changes = [], outcome = 'audited', state: given, unknowns = 0 }: Outcome) {
  const cluster = 'kubeconfig:c'
  const row: LedgerRow = { id: cluster, kind: 'cluster', outcome }
  const state = given ?? (isComplete([row], new Set()) ? 'complete' : 'incomplete')
  const run: Run = { id: 'r', fleet: 'f', startedAt: '', state, partial: false, ruleSet: '', ledger: [] }
  const document: AuditDocument = {
    schema: 'urn:fleet-auditor:audit:v1',
    run,
    clusters: [
      {
        id: cluster,
        key: 'k',
        locator: 'l',
        provider: 'eks',
        scope: 's',
        planes: [],
        row,
        takenAt: '',
        failedSections: {},
        observations: [],
      },
    ],
    verdicts: Array.from({ length: unknowns }, () => ({
      cluster,
      check: 'public-broker',
      ruleVersion: 1,
      verdict: 'unknown' as const,
      severity: 'critical' as const,
      evidence: {},
      material: '{}',
      cause: 'forbidden' as const,
      detail: '',
    })),
    findings: findings.map((change) => ({
      ...finding,
      ...change,
      cluster,
      title: '',
      text: '',
      target: { kind: 'cluster', key: 'k', id: cluster, name: 'c', provider: 'eks' },
      firstSeen: '',
      lastSeen: '',
    })),
    changes: changes.map(({ kind, ...change }) => ({
      kind,
      rule: false,
      cluster,
      finding: { ...finding, ...change },
    })),
  }
  return document
}

const high: ExitRules = { failOn: { severity: 'high', onlyNew: false }, maxUnknown: Number.POSITIVE_INFINITY }
const newHigh: ExitRules = { ...high, failOn: { severity: 'high', onlyNew: true } }
const never: ExitRules = { ...high, failOn: undefined }

describe('the exit code of an audit', () => {
  it.each<[string, Outcome, ExitRules, number]>([
    ['nothing is wrong', {}, high, 0],
    ['a finding is as bad as --fail-on', { findings: [{}] }, high, 1],
    ['a finding is worse', { findings: [{ severity: 'critical' }] }, high, 1],
    ['a finding is less bad', { findings: [{ severity: 'medium' }] }, high, 0],
    ['a finding is resolved', { findings: [{ state: 'resolved' }] }, high, 0],
    ['--fail-on is never', { findings: [{ severity: 'critical' }] }, never, 0],
    ['an old finding stands and only new ones count', { findings: [{}], changes: [{ kind: 'unchanged' }] }, newHigh, 0],
    ['a new one opened', { changes: [{ kind: 'opened' }] }, newHigh, 1],
    ['a new one of less opened', { changes: [{ kind: 'opened', severity: 'low' }] }, newHigh, 0],
    ['one was reopened', { changes: [{ kind: 'reopened' }] }, newHigh, 1],
    ['one worsened', { changes: [{ kind: 'worsened', severity: 'critical' }] }, newHigh, 1],
    ['one improved', { changes: [{ kind: 'improved' }] }, newHigh, 0],
    ['one was resolved', { changes: [{ kind: 'resolved' }] }, newHigh, 0],
    ['a cluster was not reached', { outcome: 'unreachable' }, high, 3],
    ['a cluster was not read', { outcome: 'partial' }, high, 3],
    ['the unreachability of a cluster is waived', { outcome: 'unreachable', state: 'complete' }, high, 0],
    ['a cluster is switched off', { outcome: 'not-running' }, high, 0],
    ['the run is incomplete', { state: 'incomplete' }, high, 3],
    ['there are as many unknowns as allowed', { unknowns: 2 }, { ...high, maxUnknown: 2 }, 0],
    ['there are more', { unknowns: 2 }, { ...high, maxUnknown: 1 }, 3],
    ['findings come before incompleteness', { findings: [{}], state: 'incomplete' }, high, 1],
  ])('when %s', (_, outcome, rules, expected) => {
    expect(exitCodeOf(documentOf(outcome), rules)).toBe(expected)
  })

  it('is 3 when there was no cluster at all: nothing was read', () => {
    expect(exitCodeOf({ ...documentOf({}), clusters: [] }, high)).toBe(3)
  })

  it('ignores waived findings, old and new', () => {
    const document = documentOf({ findings: [{}], changes: [{ kind: 'opened' }] })
    const accepted = { ...document, findings: document.findings.map((each) => ({ ...each, waived: waiver })) }
    expect([high, newHigh].map((rules) => exitCodeOf(accepted, rules))).toEqual([0, 0])
  })
})

describe('the exit code of an error', () => {
  it.each<[ErrorCode, number]>([
    ['usage', 2],
    ['config', 2],
    ['collect', 3],
    ['discover', 3],
    ['store', 4],
    ['throttled', 4],
    ['internal', 4],
    ['cancelled', 130],
  ])('is for %s: %d', (code, expected) => {
    expect(exitCodeOfError(new AuditorError(code, 'x'))).toBe(expected)
  })

  it('is 4 for any other error', () => {
    expect(exitCodeOfError(new TypeError('x'))).toBe(4)
  })
})
