import { awsActions } from '@fleet-auditor/audit/access/cloud-roles.ts'
import { tableActions } from '@fleet-auditor/audit/access/table-actions.ts'
import { fleet } from './fleet.ts'
import { table } from './table.ts'

/** Roles in the audited accounts, by name; what each may do is said there. */
const roles = [...new Set(fleet.sources.aws.flatMap(({ roleArn }) => roleArn ?? []))]
/** Accounts without a role are read with the function's own. */
const readsItself = fleet.sources.aws.some(({ roleArn }) => roleArn === undefined)

/** All the function may do, each list the one its code keeps (a `link` to the table would grant dynamodb:*). */
export const permissions = [
  { actions: [...tableActions], resources: [table.arn, $interpolate`${table.arn}/index/*`] },
  ...(readsItself ? [{ actions: [...awsActions], resources: ['*'] }] : []),
  ...(roles.length > 0 ? [{ actions: ['sts:AssumeRole'], resources: roles }] : []),
]
