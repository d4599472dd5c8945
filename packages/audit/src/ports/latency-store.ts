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

export interface LatencyStore {
  /** One row for each pair and day; a later run of the day replaces it. */
  put(days: readonly LatencyDay[]): Promise<void>
  /** Since a day, oldest first; without a pair, of all pairs. */
  read(query: { readonly from?: string; readonly to?: string; readonly since: string }): Promise<LatencyDay[]>
}
