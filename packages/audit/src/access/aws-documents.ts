import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { awsRoles, type AwsRole } from './aws-roles.ts'
import { awsActions, awsListActions, awsRegionActions, neededDocuments, type AccessDocuments } from './cloud-roles.ts'
import { conditionBlock } from './right.ts'
import { entraAudience, googleAudience, tokenRight } from './token-right.ts'

/** Stands for what only the deployment knows. */
const eksRole = '<ARN of the role of the function audit-eks>'

/**
 * What AWS must be given, each document in the form `aws iam` takes. `member-*`: the role in each audited account.
 * `list-*`: the role that lists the organization's accounts. `federation-policy`: for a role of the auditor's own that
 * this project did not deploy. With a fleet file: what that one needs, a policy and a trust for each of its roles, by
 * the account or the organization: `member-trust-444455556666`.
 */
export function awsDocuments(fleet?: FleetFile): AccessDocuments {
  const documents = Object.fromEntries(
    (fleet ? awsRoles(fleet) : everyRole).flatMap((role) => [
      [nameOf(role, 'policy'), policyOf(role)],
      [nameOf(role, 'trust'), trustOf(role)],
    ]),
  )
  const audiences = fleet ? audiencesOf(fleet) : everyAudience
  return neededDocuments({
    ...documents,
    'federation-policy': audiences.length > 0 ? federationPolicy(audiences) : undefined,
  })
}

const anyone = { externalId: '<externalId of the source>', roleName: '', of: '' } as const
const everyRole: readonly AwsRole[] = [
  { ...anyone, kind: 'member', everyRegion: true },
  { ...anyone, kind: 'list', everyRegion: false },
]
const everyAudience = [entraAudience, 'https:<federation.google.audience of the fleet file>']

const nameOf = ({ kind, of }: AwsRole, part: string): string => [kind, part, of].filter((word) => word !== '').join('-')

const audiencesOf = ({ federation: { google, azure } }: FleetFile): string[] => [
  ...(azure ? [entraAudience] : []),
  ...(google ? [googleAudience(google)] : []),
]

const policy = (...statements: readonly object[]): object => ({ Version: '2012-10-17', Statement: statements })

const allow = (Sid: string, actions: readonly string[]): object => ({
  Sid,
  Effect: 'Allow',
  Action: [...actions],
  Resource: '*',
})

/** What a role may do. */
export const policyOf = ({ kind, everyRegion }: AwsRole): object =>
  kind === 'list'
    ? policy(allow('FleetAuditorAccounts', awsListActions))
    : policy(
        allow('FleetAuditorRead', awsActions),
        ...(everyRegion ? [allow('FleetAuditorRegions', awsRegionActions)] : []),
      )

/** Who may become it: only the auditor's role, and only with the external id of its source, where that has one. */
export const trustOf = ({ externalId }: AwsRole): object =>
  policy({
    Effect: 'Allow',
    Principal: { AWS: eksRole },
    Action: 'sts:AssumeRole',
    Condition: externalId === undefined ? undefined : { StringEquals: { 'sts:ExternalId': [externalId] } },
  })

function federationPolicy(audiences: readonly string[]): object {
  const { actions, conditions = [] } = tokenRight(audiences)
  return policy({ ...allow('FleetAuditorFederation', actions), Condition: conditionBlock(conditions) })
}
