import { settle } from '@fleet-auditor/adapters/store/commit/settle.ts'
import type { Change } from '@fleet-auditor/model/finding.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparison, day, finding, opened, resolved } from '../records.ts'

const one = finding('f1')
const nothing = { findings: [], transitions: {} }
const before = { findings: [one], transitions: { f1: ['opened' as const] } }
const ended = { findings: [resolved(one, 2).finding], transitions: { f1: ['opened' as const, 'resolved' as const] } }
const later = { ...one, openedAt: day(2), openedIn: 'run-2', changedAt: day(2), changedIn: 'run-2' }

const cases: readonly [string, Parameters<typeof settle>[0], Change, string[], string[]][] = [
  ['an opening of what is not there', nothing, opened(one), ['opened'], ['opened']],
  ['an opening of what stands', before, opened(later), [], ['opened']],
  [
    'an opening of what stands, with other evidence',
    before,
    opened({ ...later, material: '{}' }),
    ['unchanged'],
    ['opened', 'unchanged'],
  ],
  ['a return', ended, comparison('reopened', later), ['reopened'], ['opened', 'resolved', 'reopened']],
  ['an end', before, resolved(one, 2), ['resolved'], ['opened', 'resolved']],
  ['an end of what has ended', ended, resolved(one, 3), [], ['opened', 'resolved']],
  ['an end of what was never stored', nothing, resolved(one, 2), ['resolved'], ['resolved']],
]

describe('settle', () => {
  it.each(cases)('%s', (_, stored, change, words, transitions) => {
    const { after, changes } = settle(stored, [change], day(3), 90)
    expect(changes.map((each) => each.kind)).toEqual(words)
    expect(after.transitions).toEqual({ f1: transitions })
    expect(after.findings).toHaveLength(1)
  })

  it('retains when a finding was opened first', () => {
    const { after } = settle(before, [opened({ ...later, severity: 'low' })], day(3), 90)
    expect(after.findings).toEqual([{ ...later, severity: 'low', openedAt: day(1), openedIn: 'run-1' }])
  })

  it('forgets what was resolved 90 days ago, and never what is open', () => {
    const old = { findings: [...ended.findings, finding('f2')], transitions: ended.transitions }
    expect(settle(old, [], '2026-05-03T11:59:59Z', 90).after.findings).toHaveLength(2)
    const { after, changes } = settle(old, [], '2026-05-03T12:00:00Z', 90)
    expect(after).toEqual({ findings: [finding('f2')], transitions: {} })
    expect(changes).toEqual([])
  })

  it('changes nothing the second time', () => {
    const change = fc
      .record({ key: fc.constantFrom('f1', 'f2', 'f3'), end: fc.boolean() })
      .map(({ key, end }) => (end ? resolved(finding(key), 2) : opened(finding(key))))
    const records = fc.uniqueArray(change, { selector: (each) => each.finding.fingerprint })
    fc.assert(
      fc.property(records, records, (first, second) => {
        const stored = settle(settle(nothing, first, day(2), 90).after, second, day(2), 90).after
        expect(settle(stored, second, day(2), 90)).toEqual({ after: stored, changes: [] })
      }),
    )
  })
})
