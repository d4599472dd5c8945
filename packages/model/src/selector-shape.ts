import { z } from 'zod'
import { Provider } from './provider.ts'

const Words = z.union([z.string(), z.array(z.string()).min(1)]).transform((w) => (Array.isArray(w) ? w : [w]))

/** Which clusters a thing is about: every key given must match; `*` in a word matches any run of characters. */
export const Selector = z.strictObject({
  cluster: Words.optional().describe('Cluster id or name, globs allowed'),
  provider: z
    .union([Provider, z.array(Provider).min(1)])
    .transform((p) => (Array.isArray(p) ? p : [p]))
    .optional(),
  region: Words.optional().describe('Cloud region, globs allowed'),
  scope: Words.optional().describe('Scope key such as aws:111122223333:eu-west-1, globs allowed'),
  labels: z.record(z.string(), z.string()).optional().describe('Cloud tags or labels, all must be equal'),
})
export type Selector = z.infer<typeof Selector>
