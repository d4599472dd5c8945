import { z } from 'zod'
import { CloudFacts } from './cloud-facts.ts'
import { Provider } from './provider.ts'
import { sectionOf } from './section.ts'

/**
 * A cluster as a discovery call found it.
 * `locator` is what names it for ever: ARN, GKE self path, ARM id (lower case), or the API host of a context.
 * `id` is what a person types, unique in a fleet: `eks:111122223333:eu-west-1/payments` (cluster-id.ts). People read
 * the label that cluster-label.ts makes of it.
 */
export const Cluster = z.object({
  id: z.string(),
  locator: z.string(),
  name: z.string(),
  provider: Provider,
  scope: z.string(),
  region: z.string().optional(),
  labels: z.record(z.string(), z.string()),
  /** Absent for a kubeconfig context, whose cloud was not asked. */
  cloud: sectionOf(CloudFacts).optional(),
})
export type Cluster = z.infer<typeof Cluster>
