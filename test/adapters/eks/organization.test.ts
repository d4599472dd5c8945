import { describe, expect, it } from 'vitest'
import { containing } from '../matching.ts'
import { shop } from './aws-bench.ts'
import {
  endlessPage,
  list,
  managed,
  member,
  memberAccount,
  organization,
  own,
  roleArn,
  type World,
} from './scope-lister-bench.ts'

describe('the accounts of an AWS organization', () => {
  const ids = Array.from({ length: 45 }, (_, index) => member(index))

  it('are all active ones with their own regions, page by page', async () => {
    const accounts = [own, ...ids.map((id) => memberAccount(id))]
    const { listing, operations } = await list(organization, { accounts, state: managed(...ids) })
    const scopes = listing.status === 'collected' ? listing.value.scopes : []
    expect(scopes).toHaveLength(2 * ids.length)
    expect(scopes[0]).toEqual({
      provider: 'eks',
      account: ids[0],
      region: 'us-east-1',
      roleArn: roleArn(member(0)),
      externalId: 'fleet-7',
      everyRegion: true,
    })
    const asked = (wanted: string) => operations.filter((operation) => operation === wanted).length
    expect({ pages: asked('ListAccounts'), logins: asked('AssumeRole'), regions: asked('ListRegions') }).toEqual({
      pages: 3,
      logins: 45,
      regions: 45,
    })
  })

  it('are not asked for regions where the source names them', async () => {
    const source = { ...organization, regions: ['eu-west-1'] }
    const { listing, operations } = await list(source, { state: managed(member(1), member(2)) })
    expect(listing).toMatchObject({ value: { scopes: [{ region: 'eu-west-1' }, { account: member(2) }] } })
    expect(operations).toEqual(['ListAccounts'])
  })

  it('leave out suspended and excepted ones', async () => {
    const members = [
      { id: member(1) },
      { id: member(2), state: 'SUSPENDED' },
      { id: member(3), state: 'PENDING_ACTIVATION' },
      { id: member(4), state: 'CLOSED' },
      { id: member(5) },
    ] as const
    const source = { ...organization, regions: ['eu-west-1'], except: [member(5)] }
    const { listing } = await list(source, { state: { organization: { management: shop, members } } })
    expect(listing).toMatchObject({ value: { scopes: [{ account: member(1) }], unread: [] } })
  })

  it('are listed without a member whose regions cannot be read', async () => {
    const accounts = [
      own,
      memberAccount(member(1)),
      memberAccount(member(2), { roles: [] }),
      memberAccount(member(3), { deny: [{ action: 'account:ListRegions' }] }),
    ]
    const { listing } = await list(organization, { accounts, state: managed(member(3), member(2), member(1)) })
    const grant = { kind: 'cloud', provider: 'aws' }
    expect(listing).toMatchObject({
      status: 'collected',
      value: {
        scopes: [{ account: member(1) }, { account: member(1) }],
        unread: [
          {
            member: member(2),
            failure: {
              cause: 'forbidden',
              detail: containing('leave out the organization’s management account'),
              grant: { ...grant, action: 'sts:AssumeRole' },
            },
          },
          { member: member(3), failure: { cause: 'forbidden', grant: { ...grant, action: 'account:ListRegions' } } },
        ],
      },
    })
  })

  it('are listed by a role of its management account, while members trust the auditor', async () => {
    const boss = memberAccount(member(9), { roles: [{ arn: roleArn(member(9), 'lister'), externalId: 'fleet-7' }] })
    const source = { ...organization, listRoleArn: roleArn(member(9), 'lister') }
    const { listing, operations } = await list(source, {
      accounts: [own, boss, memberAccount(member(1))],
      state: { organization: { management: member(9), members: [{ id: member(1) }] } },
    })
    expect(listing).toMatchObject({ value: { scopes: [{ account: member(1) }, { account: member(1) }], unread: [] } })
    expect(operations).toEqual(['AssumeRole', 'ListAccounts', 'AssumeRole', 'ListRegions'])
  })

  const grant = { kind: 'cloud', provider: 'aws', action: 'organizations:ListAccounts' }
  it.each<[name: string, world: World, expected: object]>([
    [
      'asked by a mere member',
      { state: { organization: { management: member(9), members: [] } } },
      { cause: 'forbidden', grant },
    ],
    ['that is none', {}, { cause: 'absent-api', grant: { kind: 'action', sentence: containing('listRoleArn') } }],
    [
      'whose pages come again and again',
      { faults: [{ operation: 'ListAccounts', behave: endlessPage('ListAccounts') }] },
      { cause: 'malformed', detail: containing('never ends') },
    ],
    [
      'whose second page fails',
      {
        state: managed(...ids),
        faults: [
          { operation: 'ListAccounts', behave: endlessPage('ListAccounts'), times: 1 },
          { operation: 'ListAccounts', behave: { kind: 'status', status: 500 } },
        ],
      },
      { cause: 'unreachable' },
    ],
  ])('fail as a whole with %s', async (_, world, expected) => {
    expect((await list(organization, world)).listing).toMatchObject({ status: 'failed', ...expected })
  })
})
