import type { WideSource } from '@fleet-auditor/audit/ports/scope-lister.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { CloudFault } from '@fleet-auditor/simulator/clouds/cloud-fault.ts'
import { describe, expect, it } from 'vitest'
import { containing } from '../matching.ts'
import { account, now, shop } from './aws-bench.ts'
import {
  endlessPage,
  everyRegion,
  list,
  member,
  memberAccount,
  organization,
  own,
  regions,
  roleArn,
  type World,
} from './scope-lister-bench.ts'

describe('all regions of an account', () => {
  it('are those that it opted in to', async () => {
    const { listing, operations } = await list(everyRegion, {
      accounts: [account([], { regions, notOptedIn: ['ap-east-1', 'me-south-1'] })],
    })
    expect(listing).toEqual({
      status: 'collected',
      at: now(),
      value: {
        scopes: ['us-east-1', 'eu-west-1'].map((region) => ({
          provider: 'eks',
          account: shop,
          region,
          everyRegion: true,
        })),
        unread: [],
      },
    })
    expect(operations).toEqual(['GetCallerIdentity', 'ListRegions'])
  })

  it('come in pages, each region once', async () => {
    const names = Array.from({ length: 70 }, (_, index) => `xx-test-${index}`)
    const many = Object.fromEntries(['us-east-1', ...names].map((name) => [name, []]))
    const { listing, operations } = await list(everyRegion, { accounts: [account([], { regions: many })] })
    const scopes = listing.status === 'collected' ? listing.value.scopes : []
    expect(scopes.map((scope) => ('region' in scope ? scope.region : ''))).toEqual(['us-east-1', ...names])
    expect(operations.filter((operation) => operation === 'ListRegions')).toHaveLength(2)
  })

  it('of another account are listed by its role, which every scope then names', async () => {
    const bank = member(1)
    const source = { ...everyRegion, account: bank, roleArn: roleArn(bank), externalId: 'fleet-7' }
    const { listing, operations } = await list(source, { accounts: [own, memberAccount(bank)] })
    const login = { roleArn: roleArn(bank), externalId: 'fleet-7' }
    expect(listing).toMatchObject({
      value: {
        scopes: [
          { account: bank, ...login },
          { account: bank, ...login },
        ],
      },
    })
    expect(operations).toEqual(['AssumeRole', 'ListRegions'])
  })

  const denied = account([], { regions, deny: [{ action: 'account:ListRegions' }] })
  it.each<[name: string, source: WideSource, world: World, expected: object]>([
    [
      'that may not be listed',
      everyRegion,
      { accounts: [denied] },
      { cause: 'forbidden', grant: { kind: 'cloud', provider: 'aws', action: 'account:ListRegions' } },
    ],
    [
      'with credentials of another account',
      { ...everyRegion, account: member(1) },
      {},
      { cause: 'unauthenticated', detail: containing('the credentials belong to account') },
    ],
    [
      'with a role that refuses',
      { ...everyRegion, account: member(1), roleArn: roleArn(member(1)) },
      { accounts: [own, memberAccount(member(1))] },
      { cause: 'forbidden', grant: { action: 'sts:AssumeRole' } },
    ],
    [
      'listed as none',
      everyRegion,
      { faults: [{ operation: 'ListRegions', behave: { kind: 'status', status: 200, body: '{"Regions":[]}' } }] },
      { cause: 'malformed', detail: containing('no region of the account is enabled') },
    ],
    [
      'on a page that comes again and again',
      everyRegion,
      { faults: [{ operation: 'ListRegions', behave: endlessPage('ListRegions') }] },
      { cause: 'malformed', detail: containing('never ends') },
    ],
    ['behind a captive proxy', everyRegion, { faults: [fault({ kind: 'garbage' })] }, { cause: 'malformed' }],
    ['cut off', everyRegion, { faults: [fault({ kind: 'reset' })] }, { cause: 'unreachable' }],
    ['never answered', everyRegion, { faults: [fault({ kind: 'hang' })] }, { cause: 'timeout' }],
  ])('fail as a whole with %s', async (_, source, world, expected) => {
    expect((await list(source, world)).listing).toMatchObject({ status: 'failed', ...expected })
  })
})

describe('a listing of regions', () => {
  it('ends with Ctrl-C', async () => {
    const signal = AbortSignal.abort(new AuditorError('cancelled', 'cancelled'))
    expect((await list(organization, {}, signal)).listing).toMatchObject({ status: 'failed', cause: 'cancelled' })
  })

  it('fails for a source of another cloud', async () => {
    const foreign: WideSource = { worker: 'aks', kind: 'tenant', allowLocalAccount: false, except: [] }
    expect((await list(foreign)).listing).toMatchObject({ status: 'failed', cause: 'tool-error' })
  })
})

function fault(behave: CloudFault['behave']): CloudFault {
  return { operation: 'ListRegions', behave }
}
