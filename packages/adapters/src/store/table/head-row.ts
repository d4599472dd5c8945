import { z } from 'zod'

/** HEAD of a target: the commit. Every run reads and writes it, so it goes past the toolbox, whose checks cost as much as a tenth of the request. */
export const HeadRow = z.object({
  incarnation: z.number(),
  run: z.string(),
  takenAt: z.string(),
  version: z.string(),
  stateVersion: z.string(),
  ruleSet: z.string(),
  projected: z.boolean(),
  snapshotHash: z.string().optional(),
  snapshotUntil: z.number().optional(),
  open: z.number(),
  staleSince: z.string().optional(),
  neverRead: z.boolean().optional(),
  uid: z.string().optional(),
  life: z.string().optional(),
})
export type HeadRow = Readonly<z.infer<typeof HeadRow>>
