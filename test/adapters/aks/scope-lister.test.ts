import { createAksScopeLister } from '@fleet-auditor/adapters/aks/scope-lister.ts'
import type { WideSource } from '@fleet-auditor/audit/ports/scope-lister.ts'
import type { AzureState } from '@fleet-auditor/simulator/clouds/azure/azure-state.ts'
import type { CloudFault, CloudMisbehaviour } from '@fleet-auditor/simulator/clouds/cloud-fault.ts'
import { describe, expect, it } from 'vitest'
import { containing } from '../matching.ts'
import { now, openAzure, tenant } from './azure-bench.ts'

const never = new AbortController().signal
const source = { worker: 'aks', kind: 'tenant', allowLocalAccount: false, except: [] as string[] } satisfies WideSource
const id = (n: number) => `0a1b2c3d-0000-4000-8000-${String(n).padStart(12, '0')}`
const subscriptions = [1, 2, 3].map((n) => ({ subscription: id(n), clusters: [] }))

async function list(wanted: WideSource, state: Partial<AzureState> = {}, faults: readonly CloudFault[] = []) {
  await using bench = await openAzure({ subscriptions, ...state }, { pageSize: 2, faults })
  const listing = await createAksScopeLister({ ...bench.options, timeoutMs: 1500 }).list(wanted, never)
  return { listing, operations: bench.server.requests().map(({ operation }) => operation) }
}

describe('the subscriptions of a tenant', () => {
  it('are those of every page', async () => {
    const { listing, operations } = await list({ ...source, tenant, allowLocalAccount: true })
    expect(listing).toEqual({
      status: 'collected',
      at: now(),
      value: {
        scopes: [1, 2, 3].map((n) => ({ provider: 'aks', subscription: id(n), tenant, allowLocalAccount: true })),
        unread: [],
      },
    })
    expect(operations).toEqual(['subscriptions.list', 'subscriptions.list'])
  })

  it('name no tenant where it is the credential’s own', async () => {
    const { listing } = await list(source)
    expect(listing).toMatchObject({ value: { scopes: [{ subscription: id(1) }, {}, {}] } })
    expect(JSON.stringify(listing)).not.toContain('tenant')
  })

  it('leave out disabled ones, but not those that still answer', async () => {
    const states = ['Enabled', 'Warned', 'PastDue', 'Disabled', 'Deleted', 'Expected']
    const { listing } = await list(source, {
      subscriptions: states.map((state, n) => ({ subscription: id(n), clusters: [], state })),
    })
    const listed = listing.status === 'collected' ? listing.value.scopes : []
    expect(listed).toMatchObject([0, 1, 2, 5].map((n) => ({ subscription: id(n) })))
    expect(listed).toHaveLength(4)
  })

  it('leave out what is excepted, in upper or lower case', async () => {
    const { listing } = await list({ ...source, except: [id(1).toUpperCase(), id(3)] })
    expect(listing).toMatchObject({ value: { scopes: [{ subscription: id(2) }] } })
  })

  it('are no empty list where none may be read', async () => {
    const denied = subscriptions.map((one) => ({ ...one, denied: true }))
    expect((await list(source, { subscriptions: denied })).listing).toMatchObject({
      status: 'failed',
      cause: 'forbidden',
      grant: { kind: 'cloud', provider: 'azure', action: 'Microsoft.Resources/subscriptions/read' },
    })
  })
})

describe('a listing of subscriptions', () => {
  const status = (code: number, body = '{}'): CloudMisbehaviour => ({ kind: 'status', status: code, body })

  it('sends the token to no other host', async () => {
    const { listing, operations } = await list(source, { nextLink: 'https://elsewhere.invalid/subscriptions?page=2' })
    expect(listing).toMatchObject({ status: 'failed', cause: 'malformed', detail: containing('elsewhere.invalid') })
    expect(operations).toEqual(['subscriptions.list'])
  })

  it.each<[name: string, behave: CloudMisbehaviour, expected: object]>([
    ['a refused token', status(401), { cause: 'unauthenticated' }],
    ['a refusal', status(403), { cause: 'forbidden', grant: { action: 'Microsoft.Resources/subscriptions/read' } }],
    ['a dead server', status(500), { cause: 'unreachable' }],
    ['a captive proxy', { kind: 'garbage' }, { cause: 'malformed' }],
    ['an answer that breaks off', { kind: 'truncated' }, { cause: 'malformed' }],
    ['an answer of another shape', status(200, '{"value":[{}]}'), { cause: 'malformed' }],
    ['no answer', { kind: 'hang' }, { cause: 'timeout' }],
  ])('fails with %s', async (_, behave, expected) => {
    const { listing } = await list(source, {}, [{ operation: 'subscriptions.list', behave }])
    expect(listing).toMatchObject({ status: 'failed', ...expected })
  })

  it('fails where the second page does', async () => {
    const { listing } = await list(source, {}, [
      { operation: 'subscriptions.list', path: 'skiptoken', behave: status(403) },
    ])
    expect(listing).toMatchObject({ status: 'failed', cause: 'forbidden' })
  })
})
