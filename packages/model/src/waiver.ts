import { z } from 'zod'
import { Selector } from './selector-shape.ts'

const Name = z.string().min(1)

/** The model knows no checks: parser and generated schema are given the ids there are. */
export const CheckId = z.string().describe('Id of a check: docs/checks.md lists them')

/** An accepted finding. It never answers what is unknown. */
export const Waiver = z.strictObject({
  check: CheckId,
  fingerprint: Name.optional().describe('The one finding that is accepted, as outputs show it; absent: all that match'),
  clusters: Selector.default({}).describe('Clusters on which the finding is accepted; absent: every cluster'),
  planes: z
    .array(Name)
    .min(1)
    .optional()
    .describe('Management planes, by name: their own findings, and those of the clusters that they manage')
    .meta({ examples: [['central']] }),
  subject: z
    .string()
    .optional()
    .describe(
      'The object, as outputs show it or as kind/namespace/name (kind/name without a namespace); globs allowed; absent: every object',
    )
    .meta({ examples: ['Service/meshery/meshery-broker', 'Service meshery/meshery-broker'] }),
  owner: Name.describe('The person who accepts it'),
  reason: Name.describe('Why it is accepted'),
  ticket: Name.optional().describe('Where it is followed: a ticket or a link'),
  expires: z.iso
    .date()
    .describe('Last day on which it is accepted, in UTC')
    .meta({ examples: ['2027-03-31'] }),
})
export type Waiver = z.infer<typeof Waiver>
