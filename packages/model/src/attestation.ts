import { z } from 'zod'
import { attestables, findAttestable } from './attestable.ts'
import { Selector } from './selector-shape.ts'

const Name = z.string().min(1)
const [first, ...others] = attestables.map(({ id }) => id)
const Day = z.iso.date()

/** A person's answer to a line of the checklist that no check can answer. Days are whole, in UTC. */
export const Attestation = z
  .strictObject({
    attests: z.enum([first ?? '', ...others]).describe('What is confirmed: docs/attestations.md lists them'),
    by: Name.describe('The person who confirms it'),
    on: Day.describe('Day on which it was so').meta({ examples: ['2026-11-30'] }),
    until: Day.optional().describe('Last day on which it counts; absent: as long as docs/attestations.md says'),
    evidence: Name.optional().describe('What shows it: a link, a ticket, a document'),
    note: Name.optional().describe('What somebody else should know of it'),
    planes: z
      .array(Name)
      .min(1)
      .optional()
      .describe('Management planes that it holds for, by name; absent: all of them')
      .meta({ examples: [['central']] }),
    clusters: Selector.optional().describe('Clusters that it holds for; absent: all of them'),
  })
  .superRefine(({ attests, planes, clusters }, context) => {
    const scope = findAttestable(attests)?.scope
    const wrong = scope === 'plane' && clusters ? 'clusters' : scope === 'cluster' && planes ? 'planes' : undefined
    if (!wrong) return
    const message = `${attests} is confirmed for ${scope === 'plane' ? 'management planes: name planes' : 'clusters: select clusters'}`
    context.addIssue({ code: 'custom', path: [wrong], message })
  })
export type Attestation = z.infer<typeof Attestation>

const dayMs = 24 * 3600 * 1000

/** The last day (ISO 8601 date, UTC) on which an attestation counts. */
export function lastDayOf({ attests, on, until }: Pick<Attestation, 'attests' | 'on' | 'until'>): string {
  const days = findAttestable(attests)?.validDays ?? 0
  return until ?? new Date(Date.parse(on) + days * dayMs).toISOString().slice(0, 10)
}

/** Whether it counts at a time (ISO 8601): from its day on, through its last day. */
export const counts = (attestation: Pick<Attestation, 'attests' | 'on' | 'until'>, at: string): boolean =>
  attestation.on <= at.slice(0, 10) && at.slice(0, 10) <= lastDayOf(attestation)
