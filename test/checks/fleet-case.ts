import type { FleetContext } from '@fleet-auditor/checks/context.ts'
import type { FleetCheck } from '@fleet-auditor/checks/define.ts'
import { evaluateFleet } from '@fleet-auditor/checks/evaluate.ts'
import type { ClusterFacts } from '@fleet-auditor/model/cluster-facts.ts'
import { Plane } from '@fleet-auditor/model/fleet-file.ts'
import { describe, it } from 'vitest'
import { expectVerdicts, takenAt, type ExpectedVerdict } from './check-case.ts'

export const clusterFacts = (name: string, edits: Partial<ClusterFacts> = {}): ClusterFacts => ({
  key: `key-${name}`,
  cluster: {
    id: `eks:111122223333:eu-west-1/${name}`,
    locator: `arn:aws:eks:eu-west-1:111122223333:cluster/${name}`,
    name,
    provider: 'eks',
    scope: 'aws:111122223333:eu-west-1',
    labels: {},
  },
  planes: [],
  listing: 'listed',
  scopeRemoved: false,
  ...edits,
})

export const doubt = { cause: 'unreachable', detail: 'zone b did not answer' } as const

export const fleetOf = (...clusters: ClusterFacts[]) => ({
  clusters,
  planes: [Plane.parse({ name: 'central' })],
  takenAt,
})

interface FleetCase {
  readonly name: string
  readonly fleet: FleetContext
  readonly expect: readonly ExpectedVerdict[]
}

/** The table of a check of the whole fleet. */
export function testFleetCheck(check: FleetCheck, cases: readonly FleetCase[]): void {
  describe(check.id, () => {
    it.each(cases)('answers $expect.0.verdict for $name', ({ fleet, expect: expected }) => {
      expectVerdicts(check, evaluateFleet([check], fleet), expected)
    })
  })
}
