import { createAksDiscovery } from '@fleet-auditor/adapters/aks/discovery.ts'
import { federatedAzureCredential } from '@fleet-auditor/adapters/aks/federated-credential.ts'
import type { FederatedCredential } from '@fleet-auditor/simulator/clouds/azure/entra.ts'
import type { CloudFault } from '@fleet-auditor/simulator/clouds/cloud-fault.ts'
import { createWebIdentityIssuer } from '@fleet-auditor/simulator/clouds/web-identity.ts'
import { describe, expect, it } from 'vitest'
import { issuer, openIdentity, subject } from '../aws/federation-bench.ts'
import { containing } from '../matching.ts'
import { aksServer, aksToken, armToken, client, now, openAzure, subscription, tenant } from './azure-bench.ts'

const never = new AbortController().signal
const audience = 'api://AzureADTokenExchange'
const arm = 'https://management.azure.com/.default'
const trusted: FederatedCredential = { issuer, subject, audience }

interface Given {
  readonly trust?: Partial<FederatedCredential>
  readonly federation?: { readonly tenant: string; readonly client: string }
  readonly faults?: readonly CloudFault[]
  /** Of what answers, generous: a busy machine is no fault. */
  readonly limitMs?: number
}

async function open({
  trust,
  federation = { tenant, client: client.clientId },
  faults = [],
  limitMs = 20_000,
}: Given = {}) {
  const aws = await openIdentity()
  const federated = [{ ...trusted, ...trust }]
  const subscriptions = [{ subscription, clusters: [] }]
  const azure = await openAzure({ clients: [{ ...client, federated }], subscriptions }, { faults })
  const endpoints = { ...aws.options.endpoints, ...azure.options.endpoints }
  return {
    credential: federatedAzureCredential({ ...aws.options, endpoints, federation, limitMs }),
    endpoints,
    operations: () => azure.server.requests().map(({ operation }) => operation),
    async [Symbol.asyncDispose]() {
      await aws[Symbol.asyncDispose]()
      await azure[Symbol.asyncDispose]()
    },
  }
}

describe('a federated Entra credential', () => {
  it('has a token for each side, good for an hour', async () => {
    await using bench = await open()
    const token = await bench.credential.getToken(arm)
    expect(token?.token).toBe(armToken)
    expect((token?.expiresOnTimestamp ?? 0) - Date.now()).toBeGreaterThan(3_500_000)
    expect(await bench.credential.getToken([`${aksServer}/.default`], { tenantId: tenant })).toMatchObject({
      token: aksToken,
    })
    expect(bench.operations()).toEqual(['token', 'token'])
  })

  it('serves a listing', async () => {
    await using bench = await open()
    const discovery = createAksDiscovery({ endpoints: bench.endpoints, credential: bench.credential, now })
    const scope = { provider: 'aks', subscription, allowLocalAccount: false } as const
    expect(await discovery.discover(scope, never)).toMatchObject({ status: 'collected' })
  })

  const stranger = { tenant, client: '00000000-0000-4000-8000-000000000000' }
  const at = (behave: CloudFault['behave']): Given => ({ faults: [{ operation: 'token', behave }] })
  it.each<[name: string, given: Given, reason: string, remedy: string]>([
    ['another issuer', { trust: { issuer: createWebIdentityIssuer() } }, 'unauthenticated', 'federated credential'],
    ['another role', { trust: { subject: `${subject}-2` } }, 'unauthenticated', 'federated credential'],
    ['another audience', { trust: { audience: 'api://other' } }, 'unauthenticated', 'federated credential'],
    ['an application that is not there', { federation: stranger }, 'unauthenticated', 'federation.azure.client'],
    ['throttling', at({ kind: 'status', status: 429 }), 'throttled', ''],
    ['a gateway', at({ kind: 'status', status: 503 }), 'unreachable', ''],
  ])('is refused for %s', async (_, given, reason, remedy) => {
    await using bench = await open(given)
    const details = { reason, ...(remedy === '' ? {} : { remedy: containing(remedy) }) }
    await expect(bench.credential.getToken(arm)).rejects.toMatchObject({
      name: expect.stringMatching(/^FleetAuditor\./),
      details,
    })
  })

  it.each<[name: string, behave: CloudFault['behave'], cause: string]>([
    ['HTML', { kind: 'garbage' }, 'unauthenticated'],
    ['a redirect, which is not followed', { kind: 'redirect', to: 'https://elsewhere.invalid/' }, 'unauthenticated'],
    ['no answer', { kind: 'hang' }, 'unauthenticated'],
  ])('fails a listing in time: %s', async (_, behave, cause) => {
    await using bench = await open({ ...at(behave), limitMs: 1500 })
    const discovery = createAksDiscovery({ endpoints: bench.endpoints, credential: bench.credential, now })
    const scope = { provider: 'aks', subscription, allowLocalAccount: false } as const
    expect(await discovery.discover(scope, never)).toMatchObject({ status: 'failed', cause })
  })

  it('lets no tenant become another path', async () => {
    await using bench = await open()
    await expect(bench.credential.getToken(arm, { tenantId: '../x' })).rejects.toMatchObject({
      details: { reason: 'malformed' },
    })
    expect(bench.operations()).toEqual([])
  })
})
