import { z } from 'zod'

/** Round trips between two regions in one run: from the vantage's to the clusters'. */
export const LatencyDay = z.object({
  from: z.string(),
  to: z.string(),
  /** ISO date of the run. */
  day: z.iso.date(),
  run: z.string(),
  clusters: z.number().int(),
  medianMs: z.number(),
  worstMs: z.number(),
})
export type LatencyDay = z.infer<typeof LatencyDay>
