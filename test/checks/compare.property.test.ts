import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compare, type FingerprintedVerdict } from '@fleet-auditor/checks/compare.ts'
import type { Finding } from '@fleet-auditor/model/finding.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'

const names = ['a', 'b', 'c']
const checks = ['check-1', 'check-2']
const subjectOf = (name: string) => ({ kind: 'Service', namespace: 'meshery', name })
const fingerprintOf = ({ check, subject }: Verdict): string => `${check}/${subject?.name ?? ''}`

const verdict = fc
  .record({
    check: fc.constantFrom(...checks),
    verdict: fc.constantFrom('pass', 'fail', 'unknown', 'not-applicable'),
    severity: fc.constantFrom(...Severity.options),
    ruleVersion: fc.constantFrom(1, 2),
    name: fc.constantFrom(...names),
    material: fc.constantFrom('1', '2'),
  })
  .map(({ name, ...rest }): Verdict => ({
    ...rest,
    ...(rest.verdict === 'not-applicable' ? {} : { subject: subjectOf(name) }),
    evidence: {},
  }))
const tonight = fc
  .array(verdict, { maxLength: 8 })
  .map((verdicts) =>
    verdicts.map((each): FingerprintedVerdict =>
      each.verdict === 'fail' ? { verdict: each, fingerprint: fingerprintOf(each) } : { verdict: each },
    ),
  )
const nights = fc.array(tonight, { minLength: 1, maxLength: 5 })

const play = (all: readonly (readonly FingerprintedVerdict[])[]): Finding[] => {
  let findings: readonly Finding[] = []
  for (const [index, one] of all.entries()) findings = compare(findings, one, nightOf(index)).findings
  return [...findings]
}
const nightOf = (index: number) => ({
  incarnation: 1,
  run: `run-${index}`,
  takenAt: new Date(Date.UTC(2026, 10, 1 + index)).toISOString(),
})

it('is total: every open finding and every failing fingerprint ends in exactly one comparison', () => {
  fc.assert(
    fc.property(nights, tonight, (history, last) => {
      const before = play(history)
      const { changes, findings } = compare(before, last, nightOf(9))
      const told = changes.map(({ finding }) => finding.fingerprint).toSorted()
      const failing = last.flatMap(({ fingerprint }) => (fingerprint === undefined ? [] : [fingerprint]))
      const open = before.filter(({ state }) => state === 'open').map(({ fingerprint }) => fingerprint)
      expect(told).toEqual([...new Set([...failing, ...open])].toSorted())
      expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length)
    }),
  )
})

it('opens by failures only, and what fails tonight is open', () => {
  fc.assert(
    fc.property(nights, tonight, (history, last) => {
      const before = new Map(play(history).map((finding) => [finding.fingerprint, finding.state]))
      const failing = new Set(last.map(({ fingerprint }) => fingerprint))
      for (const { fingerprint, state } of compare(play(history), last, nightOf(9)).findings) {
        if (failing.has(fingerprint)) expect(state).toBe('open')
        else if (before.get(fingerprint) !== 'open') expect(state).toBe('resolved')
      }
    }),
  )
})

it('changes nothing when a night is told twice', () => {
  fc.assert(
    fc.property(nights, tonight, (history, last) => {
      const once = compare(play(history), last, nightOf(9))
      const twice = compare(once.findings, last, nightOf(9))
      expect(twice.findings.toSorted(byFingerprint)).toEqual(once.findings.toSorted(byFingerprint))
      expect(twice.rewrites).toEqual([])
    }),
  )
})

it('freezes what could not be answered: unknown in place of every answer resolves and opens nothing', () => {
  fc.assert(
    fc.property(nights, (history) => {
      const before = play(history)
      const blind = checks.map((check): FingerprintedVerdict => ({
        verdict: { check, ruleVersion: 1, verdict: 'unknown', severity: 'low' },
      }))
      expect(compare(before, blind, nightOf(9)).findings.toSorted(byFingerprint)).toEqual(
        before.toSorted(byFingerprint),
      )
    }),
  )
})

const byFingerprint = (a: Finding, b: Finding): number => (a.fingerprint < b.fingerprint ? -1 : 1)
