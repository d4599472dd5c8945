import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { Sources } from '@fleet-auditor/model/sources.ts'
import { awsActions, awsListActions, awsRegionActions } from './cloud-roles.ts'
import type { Condition, Right } from './right.ts'
import { entraAudience, googleAudience, tokenRight } from './token-right.ts'

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

export const startRights: Right = { actions: ['states:StartExecution'], on: 'state-machine' }

/** Of every function, on its own log group. */
export const logActions = ['logs:CreateLogStream', 'logs:PutLogEvents'] as const

/** Of the function that watches from another account. */
export const deadManRights: readonly Right[] = [{ actions: ['sns:Publish'], on: 'dead-man-topic' }]

export const probeRights = ({ vantages }: FleetFile): Right[] =>
  vantages.some(({ kind }) => kind === 'lambda') ? [{ actions: ['lambda:InvokeFunction'], on: 'probes' }] : []

export const pageRights = ({ slack }: FleetFile): Right[] =>
  slack.criticalTopic === undefined ? [] : [{ actions: ['sns:Publish'], on: [slack.criticalTopic] }]

/** The audience as the pool's provider takes it where it names none of its own. */
export const googleTokenRights = ({ federation: { google } }: FleetFile): Right[] =>
  google ? [tokenRight([googleAudience(google)])] : []

export const azureTokenRights = ({ federation: { azure } }: FleetFile): Right[] =>
  azure ? [tokenRight([entraAudience])] : []

/** Its own rights where no role is named, and the named roles, whose rights their accounts give. Throws AuditorError `config` where no role can hold them. */
export function awsRights({ sources }: FleetFile): Right[] {
  const own = sources.aws.filter(({ roleArn }) => roleArn === undefined)
  const actions = [
    ...(own.length > 0 ? awsActions : []),
    ...(own.some(({ regions }) => regions.includes('all')) ? awsRegionActions : []),
    ...(sources.awsOrganizations.some(({ listRoleArn }) => listRoleArn === undefined) ? awsListActions : []),
  ]
  const roles = [...sources.aws, ...sources.awsOrganizations].flatMap((source) =>
    'account' in source ? (source.roleArn ?? []) : (source.listRoleArn ?? []),
  )
  return [
    ...(actions.length > 0 ? [{ actions: actions.toSorted(), on: ['*'] }] : []),
    ...(roles.length > 0 ? [{ actions: assume, on: assumable(roles) }] : []),
    ...memberRights(sources.awsOrganizations),
  ]
}

const assume = ['sts:AssumeRole'] as const

/**
 * The members' role in accounts of their organization only: the one that the source names, the auditor's own where the
 * auditor lists it by its own rights (only a management account or its delegate may). By another role, which may be of
 * any organization, the members' trust alone limits it.
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceorgid)
 */
function memberRights(organizations: Sources['awsOrganizations']): Right[] {
  const members = new Map<string | undefined, string[]>()
  for (const { organizationId, listRoleArn, memberRole } of organizations) {
    const organization = organizationId ?? (listRoleArn === undefined ? ownOrganization : undefined)
    members.set(organization, [...(members.get(organization) ?? []), `arn:aws:iam::*:role/${memberRole}`])
  }
  return [...members].map(([organization, roles]) => ({
    actions: assume,
    on: assumable(roles),
    conditions: organization === undefined ? undefined : [inOrganization(organization)],
  }))
}

/** A variable of IAM's. */
const ownOrganization = '${aws:PrincipalOrgID}'

const inOrganization = (organization: string): Condition => ({
  test: 'StringEquals',
  variable: 'aws:ResourceOrgID',
  values: [organization],
})

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
