import { createEksScopeLister } from '@fleet-auditor/adapters/eks/scope-lister.ts'
import type { WideSource } from '@fleet-auditor/audit/ports/scope-lister.ts'
import type { AwsAccount, AwsState } from '@fleet-auditor/simulator/clouds/aws/aws-state.ts'
import type { CloudFault } from '@fleet-auditor/simulator/clouds/cloud-fault.ts'
import { account, never, openAws, shop } from './aws-bench.ts'

export const regions = { 'us-east-1': [], 'eu-west-1': [] }
export const member = (n: number) => `${200_000_000_000 + n}`
export const roleArn = (id: string, name = 'platform/fleet-auditor') => `arn:aws:iam::${id}:role/${name}`
export const memberAccount = (id: string, more: Partial<AwsAccount> = {}): AwsAccount => ({
  id,
  roles: [{ arn: roleArn(id), externalId: 'fleet-7' }],
  regions,
  ...more,
})
export const everyRegion = { worker: 'eks', kind: 'all-regions', account: shop, regions: ['all'] } satisfies WideSource
export const organization = {
  worker: 'eks',
  kind: 'organization',
  memberRole: 'platform/fleet-auditor',
  externalId: 'fleet-7',
  regions: ['all'],
  except: [] as string[],
} satisfies WideSource
export const managed = (...ids: string[]): Partial<AwsState> => ({
  organization: { management: shop, members: ids.map((id) => ({ id })) },
})
export const own = account([], { regions })

export interface World {
  readonly accounts?: readonly AwsAccount[]
  readonly state?: Partial<AwsState>
  readonly faults?: readonly CloudFault[]
}

export async function list(source: WideSource, { accounts = [own], state, faults }: World = {}, signal = never) {
  await using bench = await openAws(accounts, faults, state)
  const listing = await createEksScopeLister({ ...bench.options, attemptTimeoutMs: 1500 }).list(source, signal)
  return { listing, operations: bench.operations() }
}

/** The same page, and its token, for ever. */
export function endlessPage(operation: 'ListRegions' | 'ListAccounts'): CloudFault['behave'] {
  const regions = [{ RegionName: 'us-east-1', RegionOptStatus: 'ENABLED' }]
  const accounts = [{ Id: member(1), Arn: `arn:aws:organizations::${shop}:account/o-1/${member(1)}`, State: 'ACTIVE' }]
  const items = operation === 'ListRegions' ? { Regions: regions } : { Accounts: accounts }
  const body = JSON.stringify({ ...items, NextToken: 'again' })
  return { kind: 'status', status: 200, body, headers: { 'content-type': 'application/x-amz-json-1.1' } }
}
