import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { awsActions } from './cloud-roles.ts'
import { tableActions } from './table-actions.ts'

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

/** The deployed functions that know the fleet file, by the file of their handler. */
export const fleetFunctions = [
  'tick',
  'start-run',
  'plan-scopes',
  'plan-shards',
  'audit-eks',
  'audit-gke',
  'audit-aks',
  'audit-planes',
  'record-failure',
  'conclude-run',
  'notify',
  'watchdog',
  'probe',
  'api',
] as const
export type FleetFunction = (typeof fleetFunctions)[number]

const startsRuns: Right = { actions: ['states:StartExecution'], on: 'state-machine' }
const table: Right = { actions: tableActions, on: 'table' }
const probes: Right = { actions: ['lambda:InvokeFunction'], on: 'probes' }

/** All that each function's role may do beside writing its own log. Throws AuditorError `config` where no role can hold it. */
export function functionRights(fleet: FleetFile): Readonly<Record<FleetFunction, readonly Right[]>> {
  const pages = pagingRights(fleet)
  return {
    tick: [startsRuns],
    'start-run': [table],
    'plan-scopes': [table],
    'plan-shards': [table],
    'audit-eks': [table, ...probing(fleet), ...awsRights(fleet)],
    'audit-gke': [table, ...probing(fleet), ...tokenRights(googleAudience(fleet))],
    'audit-aks': [table, ...probing(fleet), ...tokenRights(azureAudience(fleet))],
    'audit-planes': [table, ...probing(fleet)],
    'record-failure': [table],
    'conclude-run': [table],
    notify: [table, ...pages],
    watchdog: [table, ...pages],
    probe: [],
    // Whoever reads a cluster first projects what a night that died left behind: all that the store does.
    api: [table, startsRuns],
  }
}

/** Of the function that watches from another account. */
export const deadManRights: readonly Right[] = [{ actions: ['sns:Publish'], on: 'dead-man-topic' }]

const probing = ({ vantages }: FleetFile): Right[] => (vantages.some(({ kind }) => kind === 'lambda') ? [probes] : [])

const pagingRights = ({ slack }: FleetFile): Right[] =>
  slack.criticalTopic === undefined ? [] : [{ actions: ['sns:Publish'], on: [slack.criticalTopic] }]

/**
 * Federated clouds are asked with a token of the function's own role, made out to that cloud: one for another audience
 * could be used elsewhere. (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound_policies.html)
 */
const tokenRights = (audience: string | undefined): Right[] =>
  audience === undefined ? [] : [{ actions: ['sts:GetWebIdentityToken'], on: ['*'], audiences: [audience] }]

/** As the pool's provider takes it where it names no audience of its own. */
const googleAudience = ({ federation: { google } }: FleetFile): string | undefined =>
  google && `https:${google.audience}`

const azureAudience = ({ federation: { azure } }: FleetFile): string | undefined =>
  azure && 'api://AzureADTokenExchange'

/** Its own rights where no role is named, and the named roles; what those may do is said in their accounts. */
function awsRights({ sources }: FleetFile): Right[] {
  const own = sources.aws.filter(({ roleArn }) => roleArn === undefined)
  const actions = [
    ...(own.length > 0 ? awsActions : []),
    ...(own.some(({ regions }) => regions.includes('all')) ? ['account:ListRegions'] : []),
    ...(sources.awsOrganizations.some(({ listRoleArn }) => listRoleArn === undefined)
      ? ['organizations:ListAccounts']
      : []),
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
 * are: whom they trust is said in their own accounts.
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
