import { z } from 'zod'

/** What a CustomResourceDefinition of Meshery's shows of its versions and of their conversion. */
export const DefinitionFacts = z.object({
  name: z.string(),
  group: z.string(),
  kind: z.string(),
  versions: z.array(z.object({ name: z.string(), served: z.boolean(), storage: z.boolean() })),
  /** Versions in which objects may still lie in etcd. */
  storedVersions: z.array(z.string()),
  /** The webhook that converts between versions; absent: strategy None. */
  webhook: z
    .object({
      /** Absent where it is named by a URL. */
      service: z.object({ namespace: z.string(), name: z.string() }).optional(),
      /** Whether it names the authority of the webhook's certificate. */
      authority: z.boolean(),
    })
    .optional(),
})
export type DefinitionFacts = z.infer<typeof DefinitionFacts>
