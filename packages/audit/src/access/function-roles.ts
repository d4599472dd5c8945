import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { entraAudience } from './azure-documents.ts'
import { awsActions, awsFederationActions, awsListActions, awsRegionActions } from './cloud-roles.ts'

/** Deliveries of logs have no resource to name: Step Functions asks for these on all. */
export const stateMachineLogActions = [
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
] as const

/** What only the deployment can name by ARN. */
export type Place = 'table' | 'probes' | 'state-machine' | 'dead-man-topic'

export interface Right {
  readonly actions: readonly string[]
  /** Where: a place of the deployment, or ARNs. */
  readonly on: Place | readonly string[]
  /** Tokens may be asked for these audiences only. */
  readonly audiences?: readonly string[]
}

/**
 * What the store does with its table and indexes on AWS, and nothing else: TTL deletes there, and only the deployment
 * makes tables.
 */
export const tableActions = [
  'dynamodb:BatchWriteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:UpdateItem',
] as const

export const startRights: Right = { actions: ['states:StartExecution'], on: 'state-machine' }
export const tableRights: Right = { actions: tableActions, on: 'table' }

/** Of the function that watches from another account. */
export const deadManRights: readonly Right[] = [{ actions: ['sns:Publish'], on: 'dead-man-topic' }]

export const probeRights = ({ vantages }: FleetFile): Right[] =>
  vantages.some(({ kind }) => kind === 'lambda') ? [{ actions: ['lambda:InvokeFunction'], on: 'probes' }] : []

export const pageRights = ({ slack }: FleetFile): Right[] =>
  slack.criticalTopic === undefined ? [] : [{ actions: ['sns:Publish'], on: [slack.criticalTopic] }]

/**
 * Federated clouds are asked with a token of the function's own role, made out to that cloud: one for another audience
 * could be used elsewhere. (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound_policies.html)
 */
const tokenRights = (audience: string | undefined): Right[] =>
  audience === undefined ? [] : [{ actions: awsFederationActions, on: ['*'], audiences: [audience] }]

/** The audience as the pool's provider takes it where it names none of its own. */
export const googleTokenRights = ({ federation: { google } }: FleetFile): Right[] =>
  tokenRights(google && `https:${google.audience}`)

export const azureTokenRights = ({ federation: { azure } }: FleetFile): Right[] => tokenRights(azure && entraAudience)

/** Its own rights where no role is named, and the named roles, whose rights their accounts give. Throws AuditorError `config` where no role can hold them. */
export function awsRights({ sources }: FleetFile): Right[] {
  const own = sources.aws.filter(({ roleArn }) => roleArn === undefined)
  const actions = [
    ...(own.length > 0 ? awsActions : []),
    ...(own.some(({ regions }) => regions.includes('all')) ? awsRegionActions : []),
    ...(sources.awsOrganizations.some(({ listRoleArn }) => listRoleArn === undefined) ? awsListActions : []),
  ]
  const roles = [
    ...sources.aws.flatMap(({ roleArn }) => roleArn ?? []),
    ...sources.awsOrganizations.flatMap(({ listRoleArn }) => listRoleArn ?? []),
    ...sources.awsOrganizations.map(({ memberRole }) => `arn:aws:iam::*:role/${memberRole}`),
  ]
  return [
    ...(actions.length > 0 ? [{ actions: actions.toSorted(), on: ['*'] }] : []),
    ...(roles.length > 0 ? [{ actions: ['sts:AssumeRole'], on: assumable(roles) }] : []),
  ]
}

/**
 * Characters of the roles that one function may assume. All inline policies of a role hold 10,240; the rest is for its
 * other rights. (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html)
 */
const longestList = 5000

/**
 * Roles one by one; where there are too many for that, by their names in any account, as members of an organization
 * are: whom they trust stands in their own accounts.
 */
function assumable(roles: readonly string[]): string[] {
  const named = [...new Set(roles)]
  if (lengthOf(named) <= longestList) return named
  const anywhere = [...new Set(named.map((arn) => arn.replace(/::\d+:/, '::*:')))]
  if (lengthOf(anywhere) <= longestList) return anywhere
  throw new AuditorError('config', `the policy of a function has no room for ${anywhere.length} roles`, {
    place: 'sources.aws',
    remedy: 'give the auditor’s role one name in all accounts',
  })
}

const lengthOf = (arns: readonly string[]): number => JSON.stringify(arns).length
