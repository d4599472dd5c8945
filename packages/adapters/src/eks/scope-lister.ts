import type { ScopeLister, ScopeListing, WideSource } from '@fleet-auditor/audit/ports/scope-lister.ts'
import type { Endpoints } from '@fleet-auditor/model/fleet-file.ts'
import type { ScopeOf } from '@fleet-auditor/model/scope.ts'
import { collected, type Failed, type Section } from '@fleet-auditor/model/section.ts'
import pMap from 'p-map'
import { awsFailure } from '../aws/aws-failure.ts'
import { createAwsSessions, type AwsSessionOptions, type AwsSessions } from '../aws/aws-sessions.ts'
import { homeRegion, partitionOfArn, provenPartition } from '../aws/partition.ts'
import { unsupportedSource } from '../cloud/failure-of.ts'
import { within } from '../wire/within.ts'
import { activeAccounts, enabledRegions } from './account-listings.ts'

export interface EksListerOptions extends AwsSessionOptions {
  readonly endpoints: Pick<Endpoints, 'sts' | 'organizations' | 'account'>
  /** ISO 8601. */
  readonly now: () => string
}

type AwsWide = Extract<WideSource, { worker: 'eks' }>
type Organization = Extract<AwsWide, { kind: 'organization' }>

/** Each member takes an AssumeRole and a ListRegions, whose limits are each account's own. */
const membersAtOnce = 8

/**
 * Expands an account to its enabled regions, an organization to its active accounts and their regions. A member whose
 * regions cannot be listed is `unread`; where regions are named, no member is asked.
 */
export function createEksScopeLister(
  options: EksListerOptions,
  sessions: AwsSessions = createAwsSessions(options),
): ScopeLister {
  return {
    list: (source, signal) =>
      source.worker === 'eks'
        ? listed({ now: options.now, sessions }, source, signal)
        : Promise.resolve(unsupportedSource('eks', source)),
  }
}

interface Listing {
  readonly now: () => string
  readonly sessions: AwsSessions
}

async function listed(
  { now, sessions }: Listing,
  source: AwsWide,
  signal: AbortSignal,
): Promise<Section<ScopeListing>> {
  const organization = source.kind === 'organization'
  try {
    const value = organization
      ? await listOrganization(sessions, source, signal)
      : { scopes: await scopesOfAccount(sessions, source, signal), unread: [] }
    return collected(value, now())
  } catch (error) {
    return organization
      ? awsFailure(error, 'AWS organization', 'organizations:ListAccounts', signal)
      : awsFailure(error, `regions of account ${source.account}`, 'account:ListRegions', signal)
  }
}

async function listOrganization(
  sessions: AwsSessions,
  { listRoleArn, memberRole, externalId, regions, except }: Organization,
  signal: AbortSignal,
): Promise<ScopeListing> {
  // The external id is for the members' roles and the listing role alike: both name the same auditor.
  const home = homeRegion(partitionOfArn(listRoleArn))
  const lister = await sessions({ roleArn: listRoleArn, externalId }, home)
  const active = await within(signal, activeAccounts(lister, home, signal))
  const accounts = active.filter(({ id }) => !except.includes(id))
  const unread: { member: string; failure: Failed }[] = []
  const scopesOf = async ({ id, partition }: (typeof accounts)[number]) => {
    const roleArn = `arn:${partition}:iam::${id}:role/${memberRole}`
    const member = { account: id, roleArn, externalId, regions }
    try {
      return await scopesOfAccount(sessions, member, signal)
    } catch (error) {
      unread.push({ member: id, failure: awsFailure(error, `regions of account ${id}`, 'account:ListRegions', signal) })
      return []
    }
  }
  const scopes = await pMap(accounts, scopesOf, { concurrency: membersAtOnce })
  return { scopes: scopes.flat(), unread: unread.toSorted((a, b) => (a.member < b.member ? -1 : 1)) }
}

interface Member {
  readonly account: string
  readonly roleArn?: string | undefined
  readonly externalId?: string | undefined
  readonly regions: readonly string[]
}

async function scopesOfAccount(
  sessions: AwsSessions,
  { account, roleArn, externalId, regions }: Member,
  signal: AbortSignal,
): Promise<ScopeOf<'eks'>[]> {
  const every = regions.includes('all')
  const named = every ? await regionsOf(sessions, { account, roleArn, externalId }, signal) : regions
  return named.map((region) => ({
    provider: 'eks',
    account,
    region,
    roleArn: roleArn || undefined,
    externalId: externalId || undefined,
    everyRegion: every || undefined,
  }))
}

async function regionsOf(sessions: AwsSessions, member: Omit<Member, 'regions'>, signal: AbortSignal) {
  const home = homeRegion(partitionOfArn(member.roleArn))
  const session = await sessions(member, home)
  await provenPartition(session.sts, member, signal)
  // The SDK waits for the role's credentials whatever the signal.
  return within(signal, enabledRegions(session, home, signal))
}
