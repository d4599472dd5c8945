import { z } from 'zod'
import { Provider } from './provider.ts'

const Name = z.string().min(1)
const Account = z.string().regex(/^\d{12}$/, 'expected a 12-digit account id')
const RoleArn = z.string().regex(/^arn:/, 'expected an ARN, which begins with arn:')

/** In place of region names. */
const everyRegion = 'all'

/** Region names, or the one word `all`: every region that is enabled in the account. */
const Regions = z
  .array(z.string().regex(/^(all|[a-z]{2,}(-[a-z]+)+-\d)$/, 'expected a region such as eu-west-1, or all'))
  .min(1)
  .refine((regions) => regions.length === 1 || !regions.includes(everyRegion), {
    error: 'expected either region names or all alone',
  })

const regionsText = 'AWS regions; all alone: every region that is enabled in the account'
const regionsExample = { examples: [['eu-west-1', 'us-east-1'], ['all']] }
const ExternalId = z.string().optional().describe('External id that the trust policy of the role asks for')

const AwsSource = z.strictObject({
  account: Account.describe('AWS account, in quotes').meta({ examples: ['111122223333'] }),
  regions: Regions.describe(regionsText).meta(regionsExample),
  roleArn: RoleArn.optional().describe('Role to assume in the account; absent: the ambient credentials'),
  externalId: ExternalId,
})
const AwsOrganization = z.strictObject({
  listRoleArn: RoleArn.optional().describe('Role that may list accounts; absent: the ambient credentials'),
  memberRole: z
    .string()
    .regex(/^[\w+=,.@-]+(\/[\w+=,.@-]+)*$/, 'expected the name of a role, with its path: platform/fleet-auditor')
    .describe('Name (with its path) of the role to assume in each active account'),
  organizationId: z
    .string()
    .regex(/^o-[a-z0-9]{10,32}$/, 'expected the id of an organization, such as o-a1b2c3d4e5')
    .optional()
    .describe('Id of the organization: the deployed auditor assumes the role in no other organization’s account'),
  externalId: ExternalId,
  regions: Regions.describe(regionsText).meta(regionsExample),
  except: z.array(Account).default([]).describe('Accounts that are left out'),
})
const GcpSource = z.strictObject({ project: Name.describe('Id of the Google Cloud project') })
const GcpOrganization = z.strictObject({
  organization: z
    .string()
    .regex(/^\d+$/, 'expected the number of the organization')
    .describe('Number of the organization, in quotes')
    .meta({ examples: ['123456789012'] }),
  except: z.array(Name).default([]).describe('Projects that are left out'),
})
const LocalAccount = z
  .boolean()
  .default(false)
  .describe('Use the cluster-admin certificate of clusters without Entra ID')

const AzureSource = z.strictObject({
  subscription: Name.describe('Id of the Azure subscription'),
  tenant: z.string().optional().describe('Tenant of the subscription; absent: the credential’s own'),
  allowLocalAccount: LocalAccount,
})
const AzureTenant = z.strictObject({
  tenant: z.string().optional().describe('Id or domain of the tenant; absent: the credential’s own'),
  allowLocalAccount: LocalAccount,
  except: z.array(Name).default([]).describe('Subscriptions that are left out'),
})
const KubeconfigSource = z.strictObject({
  file: z.string().optional().describe('Path of the kubeconfig; absent: KUBECONFIG or ~/.kube/config'),
  contexts: z
    .array(z.string())
    .default(['*'])
    .describe('Names of contexts; globs allowed, ! in front excludes')
    .meta({
      examples: [['*', '!dev-*']],
    }),
  provider: Provider.optional().describe('Cloud of these contexts, where neither nodes nor API host show it'),
})

/** Where clusters are looked for. An organization or a tenant is as many scopes as it has members at the time of the run. */
export const Sources = z.strictObject({
  aws: z.array(AwsSource).default([]).describe('AWS accounts'),
  awsOrganizations: z.array(AwsOrganization).default([]).describe('AWS Organizations: every active account'),
  gcp: z.array(GcpSource).default([]).describe('Google Cloud projects'),
  gcpOrganizations: z
    .array(GcpOrganization)
    .default([])
    .describe('Google Cloud organizations: every project with clusters'),
  azure: z.array(AzureSource).default([]).describe('Azure subscriptions'),
  azureTenants: z
    .array(AzureTenant)
    .default([])
    .describe('Azure tenants: every subscription that the identity may read'),
  kubeconfig: z.array(KubeconfigSource).default([]).describe('Contexts of kubeconfigs'),
})
export type Sources = z.infer<typeof Sources>
