import type { Subject } from '@fleet-auditor/model/subject.ts'
import { z } from 'zod'
import { definePlaneCheck } from '../define.ts'
import { fail, pass } from '../outcome.ts'

export const unownedPlane = definePlaneCheck({
  id: 'unowned-plane',
  title: 'A management plane without a team or on-call contact',
  severity: 'medium',
  ruleVersion: 1,
  group: 'operations',
  answers: ['ownership'],
  rule: 'The fleet file names a team and an on-call contact for every plane. One of the two alone is low.',
  why: 'When a Meshery Server fails at night, every cluster behind it is unmanaged until a person is found who answers for it.',
  source: 'Meshery documentation, Operational readiness',
  evidence: z.strictObject({ team: z.boolean(), onCall: z.boolean() }),
  evaluate({ plane }) {
    const subject: Subject = { kind: 'Plane', name: plane.name }
    const named = { team: plane.team !== undefined, onCall: plane.onCall !== undefined }
    if (named.team && named.onCall) return [pass(subject, named)]
    return [fail(subject, named, named.team || named.onCall ? 'low' : 'medium')]
  },
  describe: ({ name }, { team, onCall }) => {
    const missing = [team ? [] : ['team'], onCall ? [] : ['on-call contact']].flat()
    return `the fleet file names no ${missing.join(' and no ')} for plane ${name}`
  },
  remedy: ({ name }) => ({
    summary: `Set team and onCall of plane ${name} in the fleet file: the team, and where it is reached at night.`,
    steps: [
      {
        summary: 'Name both.',
        actsOn: { kind: 'fleet-file', name: `planes, ${name}` },
        commands: [],
      },
    ],
  }),
})
