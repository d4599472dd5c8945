import { createMemoryStore } from '@fleet-auditor/adapters/store/memory/memory-store.ts'
import { compare, type FingerprintedVerdict } from '@fleet-auditor/checks/compare.ts'
import type { Change, Finding } from '@fleet-auditor/model/finding.ts'
import { severityRank, type Severity } from '@fleet-auditor/model/severity.ts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fixedNow } from '../store/contract/store-bench.ts'
import { cluster, day, finding, record } from '../store/records.ts'

const target = cluster('a')
const names = ['f1', 'f2', 'f3']

/** What a pass sees of each of three subjects: nothing, or a failure of some severity and evidence. */
const seen = fc.option(
  fc.record({ severity: fc.constantFrom<Severity>('critical', 'high', 'low'), material: fc.constantFrom('{}', '[]') }),
)
const pass = fc.tuple(seen, seen, seen)
type Pass = typeof pass extends fc.Arbitrary<infer T> ? T : never

function verdictsOf(failures: Pass): FingerprintedVerdict[] {
  const answered = { check: 'missing-resources', ruleVersion: 1, severity: 'high' } as const
  const failing = failures.flatMap((failure, at) => {
    const fingerprint = names[at] ?? ''
    const { subject } = finding(fingerprint)
    if (!failure) return []
    return [{ fingerprint, verdict: { ...answered, ...failure, verdict: 'fail' as const, subject, evidence: {} } }]
  })
  return [{ verdict: { ...answered, verdict: 'pass', evidence: {} } }, ...failing]
}

/** The change of one finding as its state before and after a run shows it, whatever happened in between. */
function changeBetween(before: Finding | undefined, after: Finding, run: string): string | undefined {
  const name = after.fingerprint
  if (after.changedIn !== run) return undefined
  if (before?.state !== 'open') {
    if (after.state === 'resolved') return undefined
    return before ? `reopened ${name}` : `opened ${name}`
  }
  if (after.state === 'resolved') return `resolved ${name}`
  const by = severityRank(after.severity) - severityRank(before.severity)
  if (by === 0) return `unchanged ${name}`
  return `${by < 0 ? 'worsened' : 'improved'} ${name} from ${before.severity}`
}

const described = ({ kind, finding: { fingerprint }, from }: Change): string =>
  `${kind} ${fingerprint}${from === undefined ? '' : ` from ${from}`}`

it('changes of a run are what lies between the findings before it and those after it, however many passes it took', async () => {
  const runs = fc.array(fc.array(pass, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(pass, runs, async (first, later) => {
      const store = createMemoryStore({ clock: { now: fixedNow } })
      const auditOnce = async (number: number, at: number, failures: Pass) => {
        const takenAt = day(number).replace('T12', `T${12 + at}`)
        const { findings } = await store.readState(target)
        const context = { incarnation: 1, run: `run-${number}`, takenAt, rulesBefore: { 'missing-resources': 1 } }
        const { rewrites } = compare(findings, verdictsOf(failures), context)
        await store.recordAudit(record(target, number, { takenAt, changes: [...rewrites] }))
      }
      await auditOnce(1, 0, first)
      for (const [at, passes] of later.entries()) {
        const run = `run-${at + 2}`
        const before = new Map((await store.readState(target)).findings.map((each) => [each.fingerprint, each]))
        for (const [number, failures] of passes.entries()) await auditOnce(at + 2, number, failures)
        const { findings } = await store.readState(target)
        const expected = findings.flatMap((after) => changeBetween(before.get(after.fingerprint), after, run) ?? [])
        const changes = (await store.changesOf(run, target))?.changes ?? []
        expect(changes.map(described).toSorted()).toEqual(expected.toSorted())
        for (const { finding: of } of changes) expect(findings).toContainEqual(of)
      }
    }),
    { numRuns: 200 },
  )
})
