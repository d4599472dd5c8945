import { AccountState, ListAccountsCommand, OrganizationsClient } from '@aws-sdk/client-organizations'
import { createEksScopeLister } from '@fleet-auditor/adapters/eks/scope-lister.ts'
import { expect, it } from 'vitest'

export interface OpenedOrganization {
  readonly url: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  readonly active: readonly string[]
  readonly suspended: readonly string[]
}

const never = new AbortController().signal
const now = () => '2026-11-20T02:00:00.000Z'

/** What the simulator's Organizations and moto's both hold. `opened` is asked once the suite has started it. */
export function organizationsContract(opened: () => OpenedOrganization): void {
  const clientOf = ({ url, credentials }: OpenedOrganization) =>
    new OrganizationsClient({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 })

  it('lists accounts in pages, with ARN and state', async () => {
    const organization = opened()
    const client = clientOf(organization)
    const first = await client.send(new ListAccountsCommand({ MaxResults: 2 }))
    expect(first.Accounts).toHaveLength(2)
    expect(first.NextToken).toEqual(expect.any(String))
    const all = [...(first.Accounts ?? [])]
    for (let token = first.NextToken; token !== undefined;) {
      const page = await client.send(new ListAccountsCommand({ MaxResults: 2, NextToken: token }))
      all.push(...(page.Accounts ?? []))
      token = page.NextToken
    }
    const states = new Map(all.map(({ Id, State }) => [Id, State]))
    expect(states.size).toBe(all.length)
    for (const id of organization.active) expect(states.get(id)).toBe(AccountState.ACTIVE)
    for (const id of organization.suspended) expect(states.get(id)).toBe(AccountState.SUSPENDED)
    for (const { Id, Arn } of all) {
      expect(Arn).toMatch(new RegExp(`^arn:aws:organizations::\\d{12}:account/o-.+/${Id}$`))
    }
  })

  it('is expanded to the scopes of its active accounts', async () => {
    const { url, credentials, active } = opened()
    const lister = createEksScopeLister({ endpoints: { organizations: { url }, sts: { url } }, credentials, now })
    const regions = ['eu-west-1']
    const source = {
      worker: 'eks',
      kind: 'organization',
      memberRole: 'auditor',
      regions,
      except: [] as string[],
    } as const
    const listing = await lister.list(source, never)
    expect(listing).toMatchObject({ status: 'collected', value: { unread: [] } })
    const scopes = listing.status === 'collected' ? listing.value.scopes : []
    expect(scopes).toHaveLength(active.length)
    expect(new Set(scopes)).toEqual(
      new Set(
        active.map((account) => ({
          provider: 'eks',
          account,
          region: 'eu-west-1',
          roleArn: `arn:aws:iam::${account}:role/auditor`,
        })),
      ),
    )
  })
}
