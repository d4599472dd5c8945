import { ocsfText } from '@fleet-auditor/report/formats/ocsf.ts'
import { yamlText } from '@fleet-auditor/report/formats/yaml.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { document } from '../audit-document.ts'
import { hostileDocument, hostileWords } from './hostile-document.ts'

const Events = z.array(
  z.object({
    class_uid: z.literal(2003),
    type_uid: z.number(),
    activity_id: z.number(),
    severity_id: z.number(),
    status_id: z.number(),
    finding_info: z.object({ uid: z.string(), desc: z.string() }),
    compliance: z.object({ control: z.string(), status_id: z.number() }),
    unmapped: z.object({
      complete: z.boolean(),
      coverage: z.object({ read: z.number(), known: z.number() }).optional(),
    }),
  }),
)

describe('OCSF', () => {
  const events = Events.parse(JSON.parse(ocsfText(hostileDocument('x'))))

  it('has an event for each finding, and one of unknown compliance for what was not answered or read', () => {
    expect(
      events.map(({ activity_id: activity, status_id: status, compliance }) => [
        compliance.control,
        activity,
        status,
        compliance.status_id,
      ]),
    ).toEqual([
      ['unpinned-image', 1, 1, 3],
      ['unpinned-image', 2, 2, 3],
      ['unpinned-image', 2, 3, 3],
      ['unpinned-image', 3, 4, 3],
      ['wildcard-role', 2, 2, 0],
      ['unread', 2, 2, 0],
      ['unread', 2, 2, 0],
    ])
    for (const { type_uid: type, activity_id: activity } of events) expect(type).toBe(200_300 + activity)
  })

  it('states in every event how much of the fleet was read', () => {
    for (const { unmapped } of events) expect(unmapped).toEqual({ complete: false, coverage: { read: 1, known: 3 } })
  })

  it('of a clean fleet is an empty list', () => {
    expect(JSON.parse(ocsfText(document({ findings: [] })))).toEqual([])
  })
})

describe('YAML', () => {
  it('reads back as the same document, whatever clusters say, and acts on no terminal', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...hostileWords), fc.string({ unit: 'grapheme' })), (word) => {
        const of = hostileDocument(word.toWellFormed())
        const text = yamlText(of)
        expect(parse(text)).toEqual(JSON.parse(JSON.stringify(of)))
        expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
      }),
      { numRuns: 60 },
    )
  })
})
