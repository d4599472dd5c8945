import type { ClusterContext } from '@fleet-auditor/checks/context.ts'
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
import { anyContext } from './any-context.ts'
import { takenAt } from './check-case.ts'

/** About exactly that: a cluster that cannot be reached (checks.md, Verdicts). */
const exempt = ['unreachable-cluster']
const judged = clusterChecks.filter((check) => !exempt.includes(check.id))

const judge = (sections: Sections, context: ClusterContext): Verdict[] =>
  evaluateCluster(judged, sections, context, { overrides: [] })

const keyOf = (verdict: Verdict): string => canonical([verdict.check, subjectOf(verdict) ?? null])
const isPass = (verdict: Verdict): boolean => verdict.verdict === 'pass'

const broken = fc.record({
  names: fc.subarray([...sectionNames], { minLength: 1 }),
  cause: fc.constantFrom(...Cause.options),
})

function breakSections(sections: Sections, names: readonly string[], cause: Cause): Sections {
  const edits = Object.fromEntries(names.map((name) => [name, failed(cause, 'broken by the test')]))
  return { ...sections, ...edits }
}

function expectNoNewPass(before: readonly Verdict[], after: readonly Verdict[], without: string): void {
  const passes = new Set(before.filter(isPass).map(keyOf))
  for (const verdict of after.filter(isPass)) {
    expect(passes, `${verdict.check} passes without ${without}`).toContain(keyOf(verdict))
  }
}

describe('failing any sections', () => {
  it('never adds a pass', () => {
    fc.assert(
      fc.property(anyCluster, anyContext, broken, (sections, context, { names, cause }) => {
        const after = judge(breakSections(sections, names, cause), context)
        expectNoNewPass(judge(sections, context), after, names.join(', '))
      }),
      { numRuns: 600 },
    )
  })

  it('never adds a pass where it is the recogniser that found nothing, with traces of Meshery or without', () => {
    const traces = fc.constantFrom<string[]>([], ['meshery.io/v1alpha2'])
    fc.assert(
      fc.property(anyCluster, anyContext, traces, (sections, context, groups) => {
        const at = takenAt
        const unseen = { ...sections, workloads: collected([], at), apiGroups: collected(groups, at) }
        // That a plane reaches the Broker was measured, whatever else is there.
        const after = judge(unseen, context).filter(({ check }) => check !== 'unreachable-broker')
        expectNoNewPass(judge(sections, context), after, 'any workload')
      }),
      { numRuns: 300 },
    )
  })

  it('turns a fail it takes away into unknown', () => {
    fc.assert(
      fc.property(anyCluster, anyContext, broken, (sections, context, { names, cause }) => {
        const after = judge(breakSections(sections, names, cause), context)
        for (const lost of judge(sections, context).filter((verdict) => verdict.verdict === 'fail')) {
          const same = after.filter((verdict) => verdict.check === lost.check)
          const still = same.some((verdict) => verdict.verdict === 'fail' && keyOf(verdict) === keyOf(lost))
          const doubted = same.some((verdict) => verdict.verdict === 'unknown')
          expect(still || doubted, `${lost.check} lost its finding without ${names.join(', ')}`).toBe(true)
        }
      }),
      { numRuns: 600 },
    )
  })

  it.each(judged.flatMap((check) => check.needs.map((need) => [check.id, need] as const)))(
    'a need that failed is one unknown with its cause, no more: %s without %s',
    (id, need) => {
      const check = judged.filter((each) => each.id === id)
      fc.assert(
        fc.property(anyCluster, anyContext, fc.constantFrom(...Cause.options), (sections, context, cause) => {
          const verdicts = evaluateCluster(check, breakSections(sections, [need], cause), context, { overrides: [] })
          if (check.some((each) => each.inapplicable?.(context) !== undefined)) return
          expect(verdicts).toEqual([
            expect.objectContaining({ verdict: 'unknown', cause, detail: 'broken by the test' }),
          ])
        }),
        { numRuns: 20 },
      )
    },
  )
})

it('an unread route, nodes or cloud beside a Broker never adds a pass', () => {
  const unread = fc.constantFrom<Partial<Sections>>(
    { routes: collected({ asked: false }, takenAt) },
    { routes: failed('absent-api', 'not served') },
    { routes: failed('forbidden', 'may not be listed') },
    { nodes: failed('forbidden', 'may not be listed') },
    { cloud: failed('undeclared', 'no cloud was asked') },
  )
  fc.assert(
    fc.property(anyCluster, anyContext, unread, (sections, context, edits) => {
      const after = judge({ ...sections, ...edits }, context)
      expectNoNewPass(judge(sections, context), after, Object.keys(edits).join(', '))
    }),
    { numRuns: 300 },
  )
})

it.each(['pass', 'fail'] as const)('no check is left out: every one answers %s for some generated cluster', (word) => {
  const seen = new Set<string>()
  for (const [sections, context] of fc.sample(fc.tuple(anyCluster, anyContext), { numRuns: 1500, seed: 10 })) {
    for (const verdict of judge(sections, context)) if (verdict.verdict === word) seen.add(verdict.check)
  }
  expect(judged.map(({ id }) => id).filter((id) => !seen.has(id))).toEqual([])
})
