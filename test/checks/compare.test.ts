import { closeIncarnation, compare, type FingerprintedVerdict } from '@fleet-auditor/checks/compare.ts'
import type { Finding } from '@fleet-auditor/model/finding.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { FailVerdict } from '@fleet-auditor/model/verdict.ts'
import { describe, expect, it } from 'vitest'

const run = { incarnation: 1, run: 'run-2', takenAt: '2026-11-22T02:00:00Z', rulesBefore: { 'a-check': 1 } }
const subject = { kind: 'Deployment', namespace: 'meshery', name: 'meshery', container: 'main' }

const check = { check: 'a-check', ruleVersion: 1, severity: 'high' } as const
const failing = (edits: Partial<FailVerdict> = {}): FingerprintedVerdict => ({
  verdict: { ...check, verdict: 'fail', subject, evidence: { image: 'x' }, material: '{"image":"x"}', ...edits },
  fingerprint: 'fp',
})
type Edits = { readonly subject?: Subject; readonly ruleVersion?: number }
const passing = (edits: Edits = {}): FingerprintedVerdict => ({
  verdict: { ...check, verdict: 'pass', evidence: {}, ...edits },
})
const unanswered = (edits: Edits = {}): FingerprintedVerdict => ({
  verdict: { ...check, verdict: 'unknown', cause: 'forbidden', detail: 'not granted', ...edits },
})
const inapplicable: FingerprintedVerdict = { verdict: { ...check, verdict: 'not-applicable', reason: 'no Broker' } }
const finding = (edits: Partial<Finding> = {}): Finding => ({
  fingerprint: 'fp',
  check: 'a-check',
  ruleVersion: 1,
  incarnation: 1,
  subject,
  severity: 'high',
  state: 'open',
  evidence: { image: 'x' },
  material: '{"image":"x"}',
  openedAt: '2026-11-21T02:00:00Z',
  openedIn: 'run-1',
  changedAt: '2026-11-21T02:00:00Z',
  changedIn: 'run-1',
  ...edits,
})
const resolvedFinding = finding({ state: 'resolved', resolution: 'fixed' })
const other = { ...subject, name: 'other' }

describe('compare', () => {
  const cases: {
    name: string
    before: Finding[]
    now: FingerprintedVerdict[]
    expected: { kind: string; rule?: boolean; resolution?: string; from?: Severity; rewrites: boolean }[]
  }[] = [
    {
      name: 'a first failure',
      before: [],
      now: [failing()],
      expected: [{ kind: 'opened', rule: false, rewrites: true }],
    },
    {
      name: 'a failure under another rule version than before',
      before: [],
      now: [failing({ ruleVersion: 2 })],
      expected: [{ kind: 'opened', rule: true, rewrites: true }],
    },
    {
      name: 'a failure of a check that did not exist before',
      before: [],
      now: [failing({ check: 'b-check' })],
      expected: [{ kind: 'opened', rule: true, rewrites: true }],
    },
    {
      name: 'the same again',
      before: [finding()],
      now: [failing()],
      expected: [{ kind: 'unchanged', rewrites: false }],
    },
    {
      name: 'the same with other material evidence',
      before: [finding()],
      now: [failing({ material: '{"image":"y"}' })],
      expected: [{ kind: 'unchanged', rewrites: true }],
    },
    {
      name: 'the same with other immaterial evidence',
      before: [finding()],
      now: [failing({ evidence: { image: 'x', ms: 4 } })],
      expected: [{ kind: 'unchanged', rewrites: false }],
    },
    {
      name: 'worse',
      before: [finding({ severity: 'medium' })],
      now: [failing()],
      expected: [{ kind: 'worsened', from: 'medium', rewrites: true }],
    },
    {
      name: 'less bad',
      before: [finding({ severity: 'critical' })],
      now: [failing()],
      expected: [{ kind: 'improved', from: 'critical', rewrites: true }],
    },
    {
      name: 'back again',
      before: [resolvedFinding],
      now: [failing()],
      expected: [{ kind: 'reopened', rewrites: true }],
    },
    {
      name: 'fixed: its subject passes',
      before: [finding()],
      now: [passing({ subject })],
      expected: [{ kind: 'resolved', resolution: 'fixed', rewrites: true }],
    },
    {
      name: 'its subject is no longer there',
      before: [finding()],
      now: [passing({ subject: other })],
      expected: [{ kind: 'resolved', resolution: 'subject-gone', rewrites: true }],
    },
    {
      name: 'the check no longer applies',
      before: [finding()],
      now: [inapplicable],
      expected: [{ kind: 'resolved', resolution: 'not-applicable', rewrites: true }],
    },
    {
      name: 'passes under a new rule version: the rule’s doing',
      before: [finding()],
      now: [passing({ subject, ruleVersion: 2 })],
      expected: [{ kind: 'resolved', resolution: 'rule-changed', rule: true, rewrites: true }],
    },
    {
      name: 'the check could not be answered: frozen',
      before: [finding()],
      now: [unanswered()],
      expected: [{ kind: 'incomparable', rewrites: false }],
    },
    {
      name: 'its subject could not be answered: frozen',
      before: [finding()],
      now: [unanswered({ subject }), passing({ subject: other })],
      expected: [{ kind: 'incomparable', rewrites: false }],
    },
    {
      name: 'another subject could not be answered: resolved all the same',
      before: [finding()],
      now: [passing({ subject }), unanswered({ subject: other })],
      expected: [{ kind: 'resolved', resolution: 'fixed', rewrites: true }],
    },
    {
      name: 'the check was not run: frozen',
      before: [finding()],
      now: [],
      expected: [{ kind: 'incomparable', rewrites: false }],
    },
    { name: 'resolved before, passing still', before: [resolvedFinding], now: [passing()], expected: [] },
    {
      name: 'one failure reported twice is one finding',
      before: [],
      now: [failing(), failing()],
      expected: [{ kind: 'opened', rewrites: true }],
    },
  ]
  it.each(cases.map((each) => ({ ...each, ends: each.expected.map(({ kind }) => kind).join() || 'no change' })))(
    'ends in $ends: $name',
    ({ before, now, expected }) => {
      const compared = compare(before, now, run)
      expect(compared.changes).toHaveLength(expected.length)
      expect(compared.changes).toMatchObject(
        expected.map(({ kind, rule, resolution, from }) => ({
          kind,
          ...(rule === undefined ? {} : { rule }),
          ...(from ? { from } : {}),
          finding: resolution ? { resolution, state: 'resolved' } : {},
        })),
      )
      expect(compared.rewrites).toEqual(compared.changes.filter((_, index) => expected[index]?.rewrites))
    },
  )

  it('does not call a first run’s findings new by rule: a baseline is no new rule', () => {
    const { rulesBefore: _, ...first } = run
    expect(compare([], [failing()], first).changes).toEqual([expect.objectContaining({ kind: 'opened', rule: false })])
  })

  it('keeps the day of opening through a change and moves it on reopening', () => {
    const [worse] = compare([finding({ severity: 'low' })], [failing()], run).changes
    expect(worse?.finding).toMatchObject({ openedIn: 'run-1', changedIn: 'run-2' })
    const [back] = compare([resolvedFinding], [failing()], run).changes
    expect(back?.finding).toMatchObject({ openedIn: 'run-2', state: 'open' })
    expect(back?.finding).not.toHaveProperty('resolution')
  })
})

describe('closeIncarnation', () => {
  it('resolves what is open as cluster-gone and leaves the rest', () => {
    const closed = closeIncarnation([finding(), { ...resolvedFinding, fingerprint: 'other' }], run)
    expect(closed.changes.map(({ kind, finding: ended }) => [kind, ended.resolution])).toEqual([
      ['resolved', 'cluster-gone'],
    ])
    expect(closed.findings.map(({ state, resolution }) => [state, resolution])).toEqual([
      ['resolved', 'cluster-gone'],
      ['resolved', 'fixed'],
    ])
  })
})
