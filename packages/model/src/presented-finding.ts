import { z } from 'zod'
import { AppliedWaiver } from './applied-waiver.ts'
import { Finding } from './finding.ts'
import { Provider } from './provider.ts'
import { Remedy } from './remedy.ts'

/** What a finding is about, with the names people know it by. `place`: region or location, where the cloud gives one. */
export const PresentedTarget = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('cluster'),
    key: z.string(),
    id: z.string(),
    name: z.string(),
    provider: Provider,
    place: z.string().optional(),
  }),
  z.object({ kind: z.literal('plane'), key: z.string(), name: z.string() }),
  z.object({ kind: z.literal('fleet'), key: z.literal('fleet'), name: z.string() }),
])
export type PresentedTarget = z.infer<typeof PresentedTarget>

/** A finding as every output shows it: JSON, JSON lines and the API alike. Texts are safe to print. Times ISO 8601. */
export const PresentedFinding = Finding.omit({ material: true }).extend({
  title: z.string().describe('The check in a few words'),
  group: z.string().optional().describe('Group of the readiness checklist; absent for a check that was removed'),
  text: z.string().describe('What was found'),
  remedy: Remedy.optional(),
  cluster: z.string().describe('Where people look for it: id of the cluster, plane:<name>, or fleet'),
  target: PresentedTarget.describe('What the finding is about'),
  team: z.string().optional().describe('The team that the target belongs to'),
  firstSeen: z.string().describe('When it was opened'),
  lastSeen: z
    .string()
    .describe(
      'When a run last confirmed it. Where the last run could not answer the check: when the target was last read before that, if it could not be read at all; else when the finding last changed. Of a resolved finding: when it was resolved',
    ),
  waived: AppliedWaiver.optional().describe('Accepted by a waiver of the fleet file that has not expired'),
})
export type PresentedFinding = z.infer<typeof PresentedFinding>
