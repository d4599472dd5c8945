import { z } from 'zod'
import { Provider } from './provider.ts'

const Name = z.string().min(1)
const Account = z.string().regex(/^\d{12}$/, 'expected a 12-digit account id')
const RoleArn = z.string().startsWith('arn:')

/** In place of region names. */
const everyRegion = 'all'

/** Region names, or the one word `all`: every region that is enabled in the account. */
const Regions = z
  .array(z.string().regex(/^(all|[a-z]{2,}(-[a-z]+)+-\d)$/, 'expected a region such as eu-west-1, or all'))
  .min(1)
  .refine((regions) => regions.length === 1 || !regions.includes(everyRegion), {
    error: 'expected either region names or all alone',
  })

const AwsSource = z.strictObject({
  account: Account,
  regions: Regions,
  roleArn: RoleArn.optional().describe('Role to assume in the account; absent: the ambient credentials'),
  externalId: z.string().optional(),
})
const AwsOrganization = z.strictObject({
  listRoleArn: RoleArn.optional().describe('Role that may list accounts; absent: the ambient credentials'),
  memberRole: z
    .string()
    .regex(/^[\w+=,.@-]+(\/[\w+=,.@-]+)*$/, 'expected the name of a role, with its path: platform/fleet-auditor')
    .describe('Name (with its path) of the role to assume in each active account'),
  externalId: z.string().optional(),
  regions: Regions,
  except: z.array(Account).default([]).describe('Accounts that are left out'),
})
const GcpSource = z.strictObject({ project: Name })
const GcpOrganization = z.strictObject({
  organization: z.string().regex(/^\d+$/, 'expected the number of the organization'),
  except: z.array(Name).default([]).describe('Projects that are left out'),
})
const AzureSource = z.strictObject({
  subscription: Name,
  tenant: z.string().optional(),
  allowLocalAccount: z
    .boolean()
    .default(false)
    .describe('Use the cluster-admin certificate of clusters without Entra ID'),
})
const AzureTenant = z.strictObject({
  tenant: z.string().optional().describe('Absent: the credential’s own'),
  allowLocalAccount: z.boolean().default(false),
  except: z.array(Name).default([]).describe('Subscriptions that are left out'),
})
const KubeconfigSource = z.strictObject({
  file: z.string().optional().describe('Path; absent: KUBECONFIG or ~/.kube/config'),
  contexts: z.array(z.string()).default(['*']).describe('Context names, globs allowed'),
  provider: Provider.optional().describe('Cloud of these contexts, where the nodes and the API host do not tell'),
})

/** Where clusters are looked for. An organization or a tenant is as many scopes as it has members on the night. */
export const Sources = z.strictObject({
  aws: z.array(AwsSource).default([]),
  awsOrganizations: z.array(AwsOrganization).default([]),
  gcp: z.array(GcpSource).default([]),
  gcpOrganizations: z.array(GcpOrganization).default([]),
  azure: z.array(AzureSource).default([]),
  azureTenants: z.array(AzureTenant).default([]).describe('Every subscription that the identity may read'),
  kubeconfig: z.array(KubeconfigSource).default([]),
})
export type Sources = z.infer<typeof Sources>
