import { z } from 'zod'

/** What one plan is made from; `root` holds sst.config.ts, infra and functions. */
export const PlanOrder = z.object({
  root: z.string(),
  platform: z.string(),
  /** A folder of this plan alone, inside the platform, so that bundles written there resolve Pulumi. */
  work: z.string(),
  stage: z.string(),
  /** Else handlers are only looked for. */
  bundles: z.boolean(),
  /** Of SSM, by name. */
  parameters: z.record(z.string(), z.string()).optional(),
})
export type PlanOrder = z.infer<typeof PlanOrder>

/** One resource as the provider would receive it. */
export const Resource = z.object({
  type: z.string(),
  name: z.string(),
  /** Of its provider. */
  region: z.string(),
  inputs: z.record(z.string(), z.unknown()),
})
export type Resource = z.infer<typeof Resource>

/** What sst.config.ts sets for the app as a whole. */
export const App = z.object({
  name: z.string(),
  home: z.string(),
  removal: z.string(),
  protect: z.boolean(),
  providers: z.object({ aws: z.object({ region: z.string() }) }),
})
export type App = z.infer<typeof App>

/** One function's package before it is zipped; without files where nothing was bundled. */
export const Bundle = z.object({
  /** Of its component. */
  name: z.string(),
  handler: z.string(),
  links: z.array(z.string()),
  /** Bytes by file name. */
  files: z.record(z.string(), z.number()),
  /** Paths of every source in it. */
  sources: z.array(z.string()),
})
export type Bundle = z.infer<typeof Bundle>

export const Plan = z.object({ app: App, resources: z.array(Resource), bundles: z.array(Bundle) })
export type Plan = z.infer<typeof Plan>
