import { describe, expect, it } from 'vitest'
import { unownedPlane } from '@fleet-auditor/checks/catalog/unowned-plane.ts'
import { evaluatePlane } from '@fleet-auditor/checks/evaluate.ts'
import { Plane, type WrittenPlane } from '@fleet-auditor/model/fleet-file.ts'
import { takenAt } from './check-case.ts'

const judge = (declared: Omit<WrittenPlane, 'name'>) =>
  evaluatePlane([unownedPlane], { plane: Plane.parse({ name: 'central', ...declared }), takenAt })

const cases: {
  name: string
  declared: Omit<WrittenPlane, 'name'>
  verdict: string
  severity: string
  says?: string
}[] = [
  { name: 'both', declared: { team: 'platform', onCall: '#ops' }, verdict: 'pass', severity: 'medium' },
  {
    name: 'neither',
    declared: {},
    verdict: 'fail',
    severity: 'medium',
    says: 'the fleet file names no team and no on-call contact for plane central',
  },
  {
    name: 'a team nobody can call',
    declared: { team: 'platform' },
    verdict: 'fail',
    severity: 'low',
    says: 'the fleet file names no on-call contact for plane central',
  },
  {
    name: 'a number without a team',
    declared: { onCall: '#ops' },
    verdict: 'fail',
    severity: 'low',
    says: 'the fleet file names no team for plane central',
  },
]

describe('unowned-plane', () => {
  it.each(cases)('$name: $verdict', ({ declared, verdict, severity, says }) => {
    const [found, ...rest] = judge(declared)
    expect(rest).toEqual([])
    expect(found).toMatchObject({ verdict, severity, subject: { kind: 'Plane', name: 'central' } })
    const said = found?.subject && unownedPlane.describe(found.subject, found.evidence ?? {})
    expect(verdict === 'fail' ? said : undefined).toBe(says)
  })

  it('tells a check that throws from a plane that fails', () => {
    const broken = {
      ...unownedPlane,
      evaluate: () => {
        throw new Error('no such field')
      },
    }
    const plane = Plane.parse({ name: 'central' })
    expect(evaluatePlane([broken], { plane, takenAt })).toEqual([
      expect.objectContaining({ verdict: 'unknown', cause: 'tool-error' }),
    ])
  })
})
