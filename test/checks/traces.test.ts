import { evaluateCluster } from '@fleet-auditor/checks/evaluate.ts'
import { clusterChecks } from '@fleet-auditor/checks/registry.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'
import { describe, expect, it } from 'vitest'
import { contextOf, sectionsOf, type SectionEdits } from './check-case.ts'

const judged = (edits: SectionEdits): ReadonlyMap<string, Verdict | undefined> =>
  new Map(
    clusterChecks.map((check) => [
      check.id,
      evaluateCluster([check], sectionsOf(edits), contextOf(), { overrides: [] })[0],
    ]),
  )

/** Every check that needs workloads of Meshery: there is something to judge only where it is. */
const needing = clusterChecks.filter(({ needs }) => needs.includes('workloads')).map(({ id }) => id)

describe('a check that needs Meshery, where no workload of it is recognised,', () => {
  const nothing = judged({})
  const traces = judged({ apiGroups: ['meshery.io/v1alpha2'] })
  const unread = judged({ apiGroups: failed('timeout', 'no answer') })

  it.each(needing)(
    'is not-applicable without traces, unknown with them, and unknown where they were not read: %s',
    (id) => {
      expect(nothing.get(id)?.verdict).toBe('not-applicable')
      expect(traces.get(id)).toMatchObject({
        verdict: 'unknown',
        cause: 'undeclared',
        detail: expect.stringContaining('API group meshery.io'),
        grant: { kind: 'action', sentence: expect.stringContaining('recognise') },
      })
      expect(unread.get(id)).toMatchObject({ verdict: 'unknown', cause: 'timeout' })
    },
  )

  it('has one cause and one grant for all of them', () => {
    const grants = needing.map((id) => {
      const verdict = traces.get(id)
      return verdict?.verdict === 'unknown' ? JSON.stringify([verdict.cause, verdict.grant]) : ''
    })
    expect(new Set(grants).size).toBe(1)
  })
})
