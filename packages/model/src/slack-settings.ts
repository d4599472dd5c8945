import { z } from 'zod'

/** Where the digest goes. Tokens and webhook URLs are secrets and never stand in the fleet file. */
export const SlackSettings = z.strictObject({
  channel: z.string().min(1).optional().describe('Channel id of the fleet’s digest (with a bot token)'),
  criticalChannel: z.string().min(1).optional().describe('Channel id where opened criticals go at once'),
  criticalTopic: z
    .string()
    .regex(/^arn:/, 'expected an ARN, which begins with arn:')
    .optional()
    .describe('SNS topic where opened criticals go at once'),
  heartbeat: z
    .enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday', 'never'])
    .default('monday')
    .describe('The day on which a run without changes is reported all the same'),
  link: z.url().optional().describe('Address of the API or page, for links in messages'),
})
export type SlackSettings = z.infer<typeof SlackSettings>
