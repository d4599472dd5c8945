import { evaluateCluster } from '@fleet-auditor/checks/evaluate.ts'
import { clusterChecks } from '@fleet-auditor/checks/registry.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import { Cause } from '@fleet-auditor/model/cause.ts'
import { collected, failed } from '@fleet-auditor/model/section.ts'
import { sectionNames, type Sections } from '@fleet-auditor/model/snapshot.ts'
import { subjectOf, type Verdict } from '@fleet-auditor/model/verdict.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyCluster } from './any-cluster.ts'
import { contextOf, takenAt } from './check-case.ts'

/** About exactly that: a cluster that cannot be reached (checks.md, Verdicts). */
const exempt = ['unreachable-cluster']

const judge = (sections: Sections): Verdict[] =>
  evaluateCluster(
    clusterChecks.filter((check) => !exempt.includes(check.id)),
    sections,
    contextOf(),
    { overrides: [] },
  )

const keyOf = (verdict: Verdict): string => canonical([verdict.check, subjectOf(verdict) ?? null])

const broken = fc.record({
  names: fc.subarray([...sectionNames], { minLength: 1 }),
  cause: fc.constantFrom(...Cause.options),
})

function breakSections(sections: Sections, names: readonly string[], cause: Cause): Sections {
  const edits = Object.fromEntries(names.map((name) => [name, failed(cause, 'broken by the test')]))
  return { ...sections, ...edits }
}

describe('failing any sections', () => {
  it('never adds a pass', () => {
    fc.assert(
      fc.property(anyCluster, broken, (sections, { names, cause }) => {
        const passes = new Set(judge(sections).filter(isPass).map(keyOf))
        for (const verdict of judge(breakSections(sections, names, cause)).filter(isPass)) {
          expect(passes, `${verdict.check} passes without ${names.join(', ')}`).toContain(keyOf(verdict))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('never adds a pass where it is the recogniser that found nothing, with traces of Meshery or without', () => {
    const traces = fc.constantFrom<string[]>([], ['meshery.io/v1alpha2'])
    fc.assert(
      fc.property(anyCluster, traces, (sections, groups) => {
        const passes = new Set(judge(sections).filter(isPass).map(keyOf))
        const at = takenAt
        const unseen = { ...sections, workloads: collected([], at), apiGroups: collected(groups, at) }
        for (const verdict of judge(unseen).filter(isPass)) expect(passes).toContain(keyOf(verdict))
      }),
      { numRuns: 300 },
    )
  })

  it('turns a fail it takes away into unknown', () => {
    fc.assert(
      fc.property(anyCluster, broken, (sections, { names, cause }) => {
        const after = judge(breakSections(sections, names, cause))
        for (const lost of judge(sections).filter((verdict) => verdict.verdict === 'fail')) {
          const same = after.filter((verdict) => verdict.check === lost.check)
          const still = same.some((verdict) => verdict.verdict === 'fail' && keyOf(verdict) === keyOf(lost))
          const doubted = same.some((verdict) => verdict.verdict === 'unknown')
          expect(still || doubted, `${lost.check} lost its finding without ${names.join(', ')}`).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })
})

const isPass = (verdict: Verdict): boolean => verdict.verdict === 'pass'
