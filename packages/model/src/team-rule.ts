import { z } from 'zod'
import { Selector } from './selector-shape.ts'

/** A team that answers for clusters; its part of the digest goes to its own channel where one is named. */
export const TeamRule = z.strictObject({
  name: z.string().min(1).describe('Name of the team'),
  clusters: Selector.default({}).describe('The clusters it answers for; absent: every cluster'),
  channel: z.string().min(1).optional().describe('Slack channel id of this team; absent: the fleet’s channel'),
})
export type TeamRule = z.infer<typeof TeamRule>
