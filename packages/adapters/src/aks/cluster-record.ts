import { z } from 'zod'

const Text = z
  .string()
  .nullish()
  .transform((text) => (text ? text : undefined))

/** An ARM id's letters differ in case from one answer to the next. */
const clusterPath =
  /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/microsoft\.containerservice\/managedclusters\/[^/]+$/i

/** The fields of a managed cluster that are used, as `@azure/arm-containerservice` gives them (renamed, flattened). */
export const AksRecord = z.object({
  id: z.string().regex(clusterPath, 'expected the ARM id of a managed cluster'),
  name: z.string().min(1),
  location: z.string().min(1),
  tags: z.record(z.string(), z.string()).nullish(),
  systemData: z.object({ createdAt: z.date().nullish() }).nullish(),
  provisioningState: Text,
  powerState: z.object({ code: Text }).nullish(),
  kubernetesVersion: Text,
  currentKubernetesVersion: Text,
  fqdn: Text,
  privateFqdn: Text,
  supportPlan: Text,
  resourceUID: Text,
  disableLocalAccounts: z.boolean().nullish(),
  aadProfile: z.object({ tenantID: Text }).nullish(),
  apiServerAccessProfile: z
    .object({ enablePrivateCluster: z.boolean().nullish(), authorizedIPRanges: z.array(z.string()).nullish() })
    .nullish(),
})
export type AksRecord = z.infer<typeof AksRecord>
