import { describe, expect, it } from 'vitest'
import { closeIncarnation, compare, type FingerprintedVerdict } from '@fleet-auditor/checks/compare.ts'
import type { Finding } from '@fleet-auditor/model/finding.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'

const night = { incarnation: 1, run: 'run-2', takenAt: '2026-11-22T02:00:00Z', rulesBefore: { 'a-check': 1 } }
const subject = { kind: 'Deployment', namespace: 'meshery', name: 'meshery', container: 'main' }

const verdict = (edits: Partial<Verdict> = {}): Verdict => ({
  check: 'a-check',
  ruleVersion: 1,
  verdict: 'fail',
  severity: 'high',
  subject,
  evidence: { image: 'x' },
  material: '{"image":"x"}',
  ...edits,
})
const failing = (edits: Partial<Verdict> = {}): FingerprintedVerdict => ({ verdict: verdict(edits), fingerprint: 'fp' })
const answer = (kind: Verdict['verdict'], edits: Partial<Verdict> = {}): FingerprintedVerdict => {
  const { evidence: _, material: __, subject: ___, ...rest } = verdict()
  return { verdict: { ...rest, verdict: kind, ...edits } }
}
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
  it.each<{
    name: string
    before: Finding[]
    tonight: FingerprintedVerdict[]
    expected: { kind: string; rule?: boolean; resolution?: string; from?: Severity; rewrites: boolean }[]
  }>([
    {
      name: 'a first failure',
      before: [],
      tonight: [failing()],
      expected: [{ kind: 'opened', rule: false, rewrites: true }],
    },
    {
      name: 'a failure under another rule version than last night’s',
      before: [],
      tonight: [failing({ ruleVersion: 2 })],
      expected: [{ kind: 'opened', rule: true, rewrites: true }],
    },
    {
      name: 'a failure of a check that did not exist last night',
      before: [],
      tonight: [failing({ check: 'b-check' })],
      expected: [{ kind: 'opened', rule: true, rewrites: true }],
    },
    {
      name: 'the same again',
      before: [finding()],
      tonight: [failing()],
      expected: [{ kind: 'unchanged', rewrites: false }],
    },
    {
      name: 'the same with other material evidence',
      before: [finding()],
      tonight: [failing({ material: '{"image":"y"}' })],
      expected: [{ kind: 'unchanged', rewrites: true }],
    },
    {
      name: 'the same with other immaterial evidence',
      before: [finding()],
      tonight: [failing({ evidence: { image: 'x', ms: 4 } })],
      expected: [{ kind: 'unchanged', rewrites: false }],
    },
    {
      name: 'worse',
      before: [finding({ severity: 'medium' })],
      tonight: [failing()],
      expected: [{ kind: 'worsened', from: 'medium', rewrites: true }],
    },
    {
      name: 'less bad',
      before: [finding({ severity: 'critical' })],
      tonight: [failing()],
      expected: [{ kind: 'improved', from: 'critical', rewrites: true }],
    },
    {
      name: 'back again',
      before: [resolvedFinding],
      tonight: [failing()],
      expected: [{ kind: 'reopened', rewrites: true }],
    },
    {
      name: 'mended: its subject passes',
      before: [finding()],
      tonight: [answer('pass', { subject })],
      expected: [{ kind: 'resolved', resolution: 'fixed', rewrites: true }],
    },
    {
      name: 'its subject is no longer there',
      before: [finding()],
      tonight: [answer('pass', { subject: other })],
      expected: [{ kind: 'resolved', resolution: 'subject-gone', rewrites: true }],
    },
    {
      name: 'the check no longer applies',
      before: [finding()],
      tonight: [answer('not-applicable')],
      expected: [{ kind: 'resolved', resolution: 'not-applicable', rewrites: true }],
    },
    {
      name: 'passes under a new rule version: the rule’s doing',
      before: [finding()],
      tonight: [answer('pass', { subject, ruleVersion: 2 })],
      expected: [{ kind: 'resolved', resolution: 'rule-changed', rule: true, rewrites: true }],
    },
    {
      name: 'the check could not be answered: frozen',
      before: [finding()],
      tonight: [answer('unknown')],
      expected: [{ kind: 'incomparable', rewrites: false }],
    },
    {
      name: 'its subject could not be answered: frozen',
      before: [finding()],
      tonight: [answer('unknown', { subject }), answer('pass', { subject: other })],
      expected: [{ kind: 'incomparable', rewrites: false }],
    },
    {
      name: 'another subject could not be answered: resolved all the same',
      before: [finding()],
      tonight: [answer('pass', { subject }), answer('unknown', { subject: other })],
      expected: [{ kind: 'resolved', resolution: 'fixed', rewrites: true }],
    },
    {
      name: 'the check was not run: frozen',
      before: [finding()],
      tonight: [],
      expected: [{ kind: 'incomparable', rewrites: false }],
    },
    { name: 'resolved before, passing still', before: [resolvedFinding], tonight: [answer('pass')], expected: [] },
    {
      name: 'one failure told twice is one finding',
      before: [],
      tonight: [failing(), failing()],
      expected: [{ kind: 'opened', rewrites: true }],
    },
  ])('$name', ({ before, tonight, expected }) => {
    const compared = compare(before, tonight, night)
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
  })

  it('opens as old on a first night: a baseline is no new rule', () => {
    const { rulesBefore: _, ...first } = night
    expect(compare([], [failing()], first).changes).toEqual([expect.objectContaining({ kind: 'opened', rule: false })])
  })

  it('keeps the day of opening through a change and moves it on reopening', () => {
    const [worse] = compare([finding({ severity: 'low' })], [failing()], night).changes
    expect(worse?.finding).toMatchObject({ openedIn: 'run-1', changedIn: 'run-2' })
    const [back] = compare([resolvedFinding], [failing()], night).changes
    expect(back?.finding).toMatchObject({ openedIn: 'run-2', state: 'open' })
    expect(back?.finding).not.toHaveProperty('resolution')
  })
})

describe('closeIncarnation', () => {
  it('resolves what is open as cluster-gone and leaves the rest', () => {
    const closed = closeIncarnation([finding(), { ...resolvedFinding, fingerprint: 'other' }], night)
    expect(closed.changes.map(({ kind, finding: ended }) => [kind, ended.resolution])).toEqual([
      ['resolved', 'cluster-gone'],
    ])
    expect(closed.findings.map(({ state, resolution }) => [state, resolution])).toEqual([
      ['resolved', 'cluster-gone'],
      ['resolved', 'fixed'],
    ])
  })
})
