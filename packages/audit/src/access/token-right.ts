import type { Federation } from '@fleet-auditor/model/federation.ts'
import { awsFederationActions } from './cloud-roles.ts'
import type { Right } from './right.ts'

/** What Entra wants tokens of other issuers to be for. */
export const entraAudience = 'api://AzureADTokenExchange'

/** What Google wants them to be for: the pool's provider, where it names no audience of its own. */
export const googleAudience = ({ audience }: NonNullable<Federation['google']>): string => `https:${audience}`

/**
 * Federated clouds are asked with a token of the function's own role, made out to that cloud and valid for as long as
 * an exchange takes: one for another audience could be used elsewhere.
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound_policies.html)
 */
export const tokenRight = (audiences: readonly string[]): Right => ({
  actions: awsFederationActions,
  on: ['*'],
  conditions: [
    { test: 'ForAllValues:StringEquals', variable: 'sts:IdentityTokenAudience', values: audiences },
    { test: 'NumericLessThanEquals', variable: 'sts:DurationSeconds', values: ['300'] },
    { test: 'StringEquals', variable: 'sts:SigningAlgorithm', values: ['RS256'] },
  ],
})
