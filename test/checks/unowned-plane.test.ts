import { unownedPlane } from '@fleet-auditor/checks/catalog/unowned-plane.ts'
import { describeFinding } from '@fleet-auditor/checks/describe-finding.ts'
import { evaluatePlane } from '@fleet-auditor/checks/evaluate.ts'
import { Plane, type WrittenPlane } from '@fleet-auditor/model/fleet-file.ts'
import { describe, expect, it } from 'vitest'
import { expectDeclaredEvidence, takenAt } from './check-case.ts'

const judge = (declared: Omit<WrittenPlane, 'name'>) =>
  evaluatePlane([unownedPlane], {
    plane: Plane.parse({ name: 'central', ...declared }),
    vantages: [],
    observations: [],
    takenAt,
  })

const cases: {
  name: string
  declared: Omit<WrittenPlane, 'name'>
  verdict: string
  severity: string
  text?: string
}[] = [
  { name: 'both', declared: { team: 'platform', onCall: '#ops' }, verdict: 'pass', severity: 'medium' },
  {
    name: 'neither',
    declared: {},
    verdict: 'fail',
    severity: 'medium',
    text: 'the fleet file names no team and no on-call contact for plane central',
  },
  {
    name: 'a team without a contact',
    declared: { team: 'platform' },
    verdict: 'fail',
    severity: 'low',
    text: 'the fleet file names no on-call contact for plane central',
  },
  {
    name: 'a number without a team',
    declared: { onCall: '#ops' },
    verdict: 'fail',
    severity: 'low',
    text: 'the fleet file names no team for plane central',
  },
]

describe('unowned-plane', () => {
  it.each(cases)('answers $verdict for $name', ({ declared, verdict, severity, text }) => {
    const [found, ...rest] = judge(declared)
    expect(rest).toEqual([])
    expect(found).toMatchObject({ verdict, severity, subject: { kind: 'Plane', name: 'central' } })
    if (found) expectDeclaredEvidence(unownedPlane, [found])
    expect(found?.verdict === 'fail' ? describeFinding(unownedPlane, found) : undefined).toBe(text)
  })

  it('answers unknown, and not fail, when the check throws', () => {
    const broken = {
      ...unownedPlane,
      evaluate: () => {
        throw new Error('no such field')
      },
    }
    const plane = Plane.parse({ name: 'central' })
    expect(evaluatePlane([broken], { plane, vantages: [], observations: [], takenAt })).toEqual([
      expect.objectContaining({ verdict: 'unknown', cause: 'tool-error' }),
    ])
  })
})
