import { compare, type FingerprintedVerdict } from '@fleet-auditor/checks/compare.ts'
import type { Finding } from '@fleet-auditor/model/finding.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import fc from 'fast-check'
import { expect, it } from 'vitest'

const names = ['a', 'b', 'c']
const checks = ['check-1', 'check-2']
const unread = { cause: 'forbidden', detail: 'not granted' } as const
const subjectOf = (name: string) => ({ kind: 'Service', namespace: 'meshery', name })

const verdict = fc
  .record({
    check: fc.constantFrom(...checks),
    verdict: fc.constantFrom('pass', 'fail', 'unknown', 'not-applicable'),
    severity: fc.constantFrom(...Severity.options),
    ruleVersion: fc.constantFrom(1, 2),
    name: fc.constantFrom(...names),
    material: fc.constantFrom('1', '2'),
  })
  .map(({ verdict: word, name, material, ...check }): FingerprintedVerdict => {
    const about = { ...check, subject: subjectOf(name), evidence: {} }
    switch (word) {
      case 'fail':
        return { verdict: { ...about, verdict: word, material }, fingerprint: `${check.check}/${name}` }
      case 'pass':
        return { verdict: { ...about, verdict: word } }
      case 'unknown':
        return { verdict: { ...about, verdict: word, ...unread } }
      case 'not-applicable':
        return { verdict: { ...check, verdict: word, reason: 'no Broker' } }
    }
  })
const oneRun = fc.array(verdict, { maxLength: 8 })
const runs = fc.array(oneRun, { minLength: 1, maxLength: 5 })

const play = (all: readonly (readonly FingerprintedVerdict[])[]): Finding[] => {
  let findings: readonly Finding[] = []
  for (const [index, one] of all.entries()) findings = compare(findings, one, runOf(index)).findings
  return [...findings]
}
const runOf = (index: number) => ({
  incarnation: 1,
  run: `run-${index}`,
  takenAt: new Date(Date.UTC(2026, 10, 1 + index)).toISOString(),
})

it('is total: every open finding and every failing fingerprint ends in exactly one change', () => {
  fc.assert(
    fc.property(runs, oneRun, (history, last) => {
      const before = play(history)
      const { changes, findings } = compare(before, last, runOf(9))
      const changed = changes.map(({ finding }) => finding.fingerprint).toSorted()
      const failing = last.flatMap(({ fingerprint }) => (fingerprint === undefined ? [] : [fingerprint]))
      const open = before.filter(({ state }) => state === 'open').map(({ fingerprint }) => fingerprint)
      expect(changed).toEqual([...new Set([...failing, ...open])].toSorted())
      expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length)
    }),
  )
})

it('opens by failures only, and what fails now is open', () => {
  fc.assert(
    fc.property(runs, oneRun, (history, last) => {
      const before = new Map(play(history).map((finding) => [finding.fingerprint, finding.state]))
      const failing = new Set(last.map(({ fingerprint }) => fingerprint))
      for (const { fingerprint, state } of compare(play(history), last, runOf(9)).findings) {
        if (failing.has(fingerprint)) expect(state).toBe('open')
        else if (before.get(fingerprint) !== 'open') expect(state).toBe('resolved')
      }
    }),
  )
})

it('changes nothing when a run is compared twice', () => {
  fc.assert(
    fc.property(runs, oneRun, (history, last) => {
      const once = compare(play(history), last, runOf(9))
      const twice = compare(once.findings, last, runOf(9))
      expect(twice.findings.toSorted(byFingerprint)).toEqual(once.findings.toSorted(byFingerprint))
      expect(twice.rewrites).toEqual([])
    }),
  )
})

it('freezes what could not be answered: unknown in place of every answer resolves and opens nothing', () => {
  fc.assert(
    fc.property(runs, (history) => {
      const before = play(history)
      const blind = checks.map((check): FingerprintedVerdict => ({
        verdict: { check, ruleVersion: 1, verdict: 'unknown', severity: 'low', ...unread },
      }))
      expect(compare(before, blind, runOf(9)).findings.toSorted(byFingerprint)).toEqual(before.toSorted(byFingerprint))
    }),
  )
})

const byFingerprint = (a: Finding, b: Finding): number => (a.fingerprint < b.fingerprint ? -1 : 1)
