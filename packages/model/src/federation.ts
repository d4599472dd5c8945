import { z } from 'zod'

/** How functions on AWS sign in to the other clouds without a stored secret: by tokens of their own role. */
export const Federation = z.strictObject({
  google: z
    .strictObject({
      audience: z
        .string()
        .startsWith('//iam.googleapis.com/')
        .describe(
          '//iam.googleapis.com/projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<id>',
        ),
      serviceAccount: z.email().optional().describe('Service account to become; absent: the federated identity itself'),
    })
    .optional(),
  azure: z
    .strictObject({
      tenant: z.string().min(1),
      client: z.string().min(1).describe('Application (client) id with a federated credential for the role'),
    })
    .optional(),
})
export type Federation = z.infer<typeof Federation>
