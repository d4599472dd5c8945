import { z } from 'zod'

/**
 * What people should know of a waiver or an attestation: it accepts nothing, or a great deal; it ends soon, or it has
 * ended. `until`: its last day, ISO 8601.
 */
export const DecisionNote = z.object({
  kind: z.enum(['waiver', 'attestation']),
  note: z.enum(['matches-nothing', 'over-broad', 'ends-soon', 'ended']),
  what: z.string(),
  by: z.string(),
  until: z.string(),
  /** Open findings that it accepts, where they were counted. */
  findings: z.number().int().optional(),
})
export type DecisionNote = z.infer<typeof DecisionNote>
