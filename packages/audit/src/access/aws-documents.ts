import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { awsActions, awsListActions, awsRegionActions, neededDocuments, type AccessDocuments } from './cloud-roles.ts'
import { conditionBlock } from './right.ts'
import { entraAudience, googleAudience, tokenRight } from './token-right.ts'

interface Needs {
  readonly members: boolean
  readonly everyRegion: boolean
  readonly organization: boolean
  readonly externalIds: readonly string[]
  /** Whom the role's tokens are for. */
  readonly audiences: readonly string[]
}

const everything: Needs = {
  members: true,
  everyRegion: true,
  organization: true,
  externalIds: ['<externalId of the source>'],
  audiences: [entraAudience, 'https:<federation.google.audience of the fleet file>'],
}

/**
 * What AWS must be given, each document in the form `aws iam` takes. `member-*`: the role in each audited account.
 * `list-*`: the role that lists the organization's accounts. `federation-policy`: for a role of the auditor's own that
 * this project did not deploy. With a fleet file: what that one needs.
 */
export function awsDocuments(fleet?: FleetFile): AccessDocuments {
  const { members, everyRegion, organization, externalIds, audiences } = fleet ? needsOf(fleet) : everything
  const read = allow('FleetAuditorRead', awsActions)
  const regions = everyRegion ? [allow('FleetAuditorRegions', awsRegionActions)] : []
  return neededDocuments({
    'member-policy': members ? policy(read, ...regions) : undefined,
    'member-trust': members ? trust(externalIds) : undefined,
    'list-policy': organization ? policy(allow('FleetAuditorAccounts', awsListActions)) : undefined,
    'list-trust': organization ? trust(externalIds) : undefined,
    'federation-policy': audiences.length > 0 ? federationPolicy(audiences) : undefined,
  })
}

function needsOf({ sources: { aws, awsOrganizations }, federation: { google, azure } }: FleetFile): Needs {
  const all = [...aws, ...awsOrganizations]
  return {
    members: all.length > 0,
    everyRegion: all.some(({ regions }) => regions.includes('all')),
    organization: awsOrganizations.length > 0,
    externalIds: [...new Set(all.flatMap(({ externalId }) => externalId ?? []))],
    audiences: [...(azure ? [entraAudience] : []), ...(google ? [googleAudience(google)] : [])],
  }
}

const policy = (...statements: readonly object[]): object => ({ Version: '2012-10-17', Statement: statements })

const allow = (Sid: string, actions: readonly string[]): object => ({
  Sid,
  Effect: 'Allow',
  Action: [...actions],
  Resource: '*',
})

/** Only the auditor's role, and only with the external id of the fleet file. */
const trust = (externalIds: readonly string[]): object =>
  policy({
    Effect: 'Allow',
    Principal: { AWS: '<ARN of the role of the function audit-eks>' },
    Action: 'sts:AssumeRole',
    Condition: externalIds.length > 0 ? { StringEquals: { 'sts:ExternalId': externalIds } } : undefined,
  })

function federationPolicy(audiences: readonly string[]): object {
  const { actions, conditions = [] } = tokenRight(audiences)
  return policy({ ...allow('FleetAuditorFederation', actions), Condition: conditionBlock(conditions) })
}
