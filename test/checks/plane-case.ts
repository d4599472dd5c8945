import type { PlaneCheck } from '@fleet-auditor/checks/define.ts'
import { evaluatePlane } from '@fleet-auditor/checks/evaluate.ts'
import { Plane, type WrittenPlane } from '@fleet-auditor/model/fleet-file.ts'
import type { Observation } from '@fleet-auditor/model/observation.ts'
import type { Vantage } from '@fleet-auditor/model/vantage.ts'
import { describe, it } from 'vitest'
import { expectVerdicts, takenAt, type ExpectedVerdict } from './check-case.ts'

interface PlaneCase {
  readonly name: string
  /** As a person declares it; its name is central. */
  readonly plane: Omit<WrittenPlane, 'name'>
  readonly vantages?: readonly Vantage[]
  readonly observations?: readonly Observation[]
  readonly expect: ExpectedVerdict
}

/** The table of a check of planes: each case has one verdict. */
export function testPlaneCheck(check: PlaneCheck, cases: readonly PlaneCase[]): void {
  describe(check.id, () => {
    it.each(cases)(
      'answers $expect.verdict for $name',
      ({ plane, vantages = [], observations = [], expect: expected }) => {
        const context = { plane: Plane.parse({ name: 'central', ...plane }), vantages, observations, takenAt }
        const verdicts = evaluatePlane([check], context)
        expectVerdicts(check, verdicts, [expected])
      },
    )
  })
}
