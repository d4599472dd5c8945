import { boundedVerdicts } from '@fleet-auditor/audit/results/bounded-verdicts.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { FailVerdict, Verdict } from '@fleet-auditor/model/verdict.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const others: Subject = { kind: 'Cluster', name: 'payments', field: 'others' }
const fingerprint = (check: string, { kind, name }: Subject): string => `${check} ${kind} ${name}`
const failing = (at: number, severity: Severity = 'low'): FailVerdict => ({
  verdict: 'fail',
  check: 'unpinned-image',
  ruleVersion: 1,
  severity,
  subject: { kind: 'Deployment', name: `web-${String(at).padStart(5, '0')}` },
  evidence: { at },
  material: String(at),
})
const manyFailing = (count: number): FailVerdict[] => Array.from({ length: count }, (_, at) => failing(at))
const bounded = (verdicts: readonly Verdict[], open: readonly string[] = []) =>
  boundedVerdicts(verdicts, { open: new Set(open), others, fingerprint })

describe('the verdicts of a check', () => {
  it('are all listed, in their order, up to two hundred of a word', () => {
    const some: Verdict[] = [
      ...manyFailing(200),
      ...manyFailing(200).map((each): Verdict => ({ ...each, verdict: 'pass' })),
    ]
    expect(bounded(some.toReversed()).verdicts.map(({ verdict }) => verdict)).toEqual(some.toReversed())
  })

  it('beyond two hundred are one with their number, and the worst are listed', () => {
    const { verdicts, unlisted } = bounded([...manyFailing(1000), failing(1001, 'critical')])
    const [first] = verdicts
    const last = verdicts.at(-1)
    expect([verdicts.length, unlisted.size]).toEqual([201, 801])
    expect([first?.verdict.severity, first?.fingerprint]).toEqual(['critical', 'unpinned-image Deployment web-01001'])
    expect(last?.verdict).toMatchObject({ verdict: 'fail', subject: others, evidence: { omittedSubjects: 801 } })
  })

  it.each<[word: Verdict['verdict'], verdict: Verdict]>([
    ['pass', { ...failing(1), verdict: 'pass' }],
    ['unknown', { ...failing(1), verdict: 'unknown', cause: 'forbidden', detail: 'no right' }],
  ])('that are %s are bounded likewise, by one without a subject', (_, verdict) => {
    const { verdicts } = bounded(Array.from({ length: 250 }, () => verdict))
    expect(verdicts).toHaveLength(201)
    expect(verdicts.at(-1)?.verdict).toMatchObject({ subject: undefined, evidence: { omittedSubjects: 50 } })
  })

  it('that are critical are listed, though two hundred open ones are only low', () => {
    const low = manyFailing(200)
    const open = low.map(({ check, subject }) => fingerprint(check, subject))
    const { verdicts, unlisted } = bounded([...low, failing(1001, 'critical')], open)
    expect(verdicts[0]?.verdict.severity).toBe('critical')
    expect([...unlisted]).toEqual(['unpinned-image Deployment web-00199'])
  })

  it('of one check keep their order, though another has too many', () => {
    const few = manyFailing(3)
      .toReversed()
      .map((each): Verdict => ({ ...each, check: 'public-broker' }))
    const { verdicts } = bounded([...few.slice(0, 2), ...manyFailing(250), ...few.slice(2)])
    const names = verdicts.flatMap(({ verdict }) => (verdict.check === 'public-broker' ? [verdict] : []))
    expect(names).toEqual(few)
    expect(verdicts).toHaveLength(3 + 201)
  })

  it('that are open stay listed, whatever of their severity comes to them, in whatever order they are read', () => {
    const indices = fc.uniqueArray(fc.nat({ max: 5000 }), { minLength: 201, maxLength: 600 })
    fc.assert(
      fc.property(indices, fc.nat({ max: 200 }), (all, count) => {
        const verdicts = all.map((at) => failing(at))
        const open = verdicts.slice(0, count).map(({ check, subject }) => fingerprint(check, subject))
        const result = bounded(verdicts, open)
        expect(result.verdicts).toEqual(bounded(verdicts.toReversed(), open).verdicts)
        expect(open.filter((each) => result.unlisted.has(each))).toEqual([])
        expect(result.verdicts.length - 1 + result.unlisted.size).toBe(verdicts.length)
      }),
      { numRuns: 30 },
    )
  })

  it('have evidence of at most 8 KB', () => {
    const large = { ...failing(1), evidence: { text: 'x'.repeat(100_000) }, material: 'x'.repeat(100_000) }
    const [listed] = bounded([large]).verdicts
    expect(listed?.verdict).toMatchObject({
      evidence: { omittedBytes: 100_011 },
      material: expect.stringMatching(/^.{32}$/),
    })
  })

  it('are about subjects of a bounded name, of which two remain two', () => {
    const named = (end: string) => ({ ...failing(1), subject: { kind: 'Deployment', name: 'x'.repeat(5000) + end } })
    const prints = bounded([named('a'), named('b')]).verdicts.map((each) => each.fingerprint ?? '')
    expect(new Set(prints).size).toBe(2)
    expect(Math.max(...prints.map(({ length }) => length))).toBeLessThan(400)
  })
})
