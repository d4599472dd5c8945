import { z } from 'zod'

const poolProviderShape =
  '//iam.googleapis.com/projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<id>'
const poolProvider =
  /^\/\/iam\.googleapis\.com\/projects\/\d+\/locations\/global\/workloadIdentityPools\/[a-z0-9-]{4,32}\/providers\/[a-z0-9-]{4,32}$/

/** How functions on AWS sign in to the other clouds without a stored secret: by tokens of their own role. */
export const Federation = z.strictObject({
  google: z
    .strictObject({
      audience: z
        .string()
        .regex(poolProvider, `expected ${poolProviderShape}`)
        .describe(`Provider of the workload identity pool: ${poolProviderShape}`),
      serviceAccount: z.email().optional().describe('Service account to become; absent: the federated identity itself'),
    })
    .optional()
    .describe('Google Cloud, by a workload identity pool: fleet-auditor access gcp workload-identity'),
  azure: z
    .strictObject({
      tenant: z
        .string()
        .regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/, 'expected a tenant’s id or domain')
        .describe('Id or domain of the tenant'),
      client: z.guid().describe('Application (client) id with a federated credential for the role'),
    })
    .optional()
    .describe('Azure, by a federated credential: fleet-auditor access azure federated-credential'),
})
export type Federation = z.infer<typeof Federation>
