import { z } from 'zod'
import { Provider } from './provider.ts'

const listed = <T>(words: T | T[]): T[] => (Array.isArray(words) ? words : [words])

const Pattern = z.string().min(1)
const Patterns = z.union([Pattern, z.array(Pattern).min(1)]).transform(listed<string>)

/** A tag may be there without a value. */
const LabelPatterns = z.union([z.string(), z.array(z.string()).min(1)]).transform(listed<string>)

const ProviderWord = z.enum([...Provider.options, ...Provider.options.map((provider) => `!${provider}` as const)])
const ProviderWords = z.union([ProviderWord, z.array(ProviderWord).min(1)]).transform(listed<string>)

/** Which clusters a thing is about: every key given must match; one pattern or several. */
export const Selector = z
  .strictObject({
    cluster: Patterns.optional()
      .describe('Id, name or locator of the cluster')
      .meta({
        examples: ['payments', 'eks:111122223333:eu-west-1/pay-*', ['*', '!dev-*']],
      }),
    name: Patterns.optional().describe('Name of the cluster; of a kubeconfig: name of the context'),
    provider: ProviderWords.optional().describe('Where the cluster comes from; no globs'),
    account: Patterns.optional().describe(
      'AWS account, Google Cloud project or Azure subscription; clusters of a kubeconfig have none',
    ),
    region: Patterns.optional()
      .describe('Cloud region')
      .meta({ examples: ['eu-*'] }),
    scope: Patterns.optional()
      .describe('What was listed')
      .meta({ examples: ['aws:111122223333:eu-west-1'] }),
    labels: z
      .record(z.string(), LabelPatterns)
      .optional()
      .describe('Cloud tags or labels; values as patterns, case-sensitive. Only patterns with ! match an absent label'),
  })
  .describe(
    'Which clusters: every key given must match. A value is one pattern or a list of them: * matches any run of characters, ! in front excludes. Excluded is what any pattern with ! matches, whatever the order; a list of such patterns alone means all but these',
  )
export type Selector = z.infer<typeof Selector>

/** A team that answers for clusters; its part of the digest goes to its own channel where one is named. */
export const TeamRule = z.strictObject({
  name: z.string().min(1).describe('Name of the team'),
  clusters: Selector.default({}).describe('The clusters it answers for; absent: every cluster'),
  channel: z.string().min(1).optional().describe('Slack channel id of this team; absent: the fleet’s channel'),
})
export type TeamRule = z.infer<typeof TeamRule>
