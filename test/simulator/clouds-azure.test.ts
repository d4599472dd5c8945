import { aksCluster, type AzureSubscription } from '@fleet-auditor/simulator/clouds/azure/azure-state.ts'
import { startAzure } from '@fleet-auditor/simulator/clouds/azure/azure.ts'
import { afterEach, describe, expect, it } from 'vitest'

const arm = 'https://management.azure.com'
const client = { clientId: 'app', tenant: 'tenant-1', proof: 'secret', tokens: { [arm]: 'token-1' } }
const named = (name: string) =>
  aksCluster({ resourceGroup: 'RG', name, location: 'westeurope', resourceUid: 'u', caPem: 'PEM', tenant: 'tenant-1' })
const provider = 'providers/Microsoft.ContainerService/managedClusters'
const list = `/subscriptions/sub-1/${provider}?api-version=2026-06-01`
const one = `/subscriptions/sub-1/resourceGroups/rg/${provider}/web`
const closing: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function start(subscription: Partial<AzureSubscription> = {}) {
  const clusters = [named('web'), named('batch'), named('far')]
  const state = { subscriptions: [{ subscription: 'sub-1', clusters, ...subscription }], clients: [client] }
  const azure = await startAzure(state, { pageSize: 2 })
  closing.push(() => azure.close())
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${azure.url}${path}`, { headers: { authorization: 'Bearer token-1' }, ...init })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  return { azure, ask }
}

describe('ARM', () => {
  it('lists in pages, each naming the next by its whole URL', async () => {
    const { azure, ask } = await start()
    const first = await ask(list)
    expect(first).toMatchObject({ status: 200, body: { value: [{ name: 'web' }, { name: 'batch' }] } })
    const next = new URL(String(first.body['nextLink']))
    expect(next.host).toBe(new URL(azure.url).host)
    const second = await ask(`${next.pathname}${next.search}`)
    expect(second).toMatchObject({ status: 200, body: { value: [{ name: 'far' }] } })
    expect(second.body).not.toHaveProperty('nextLink')
  })

  it('names fields as the wire does', async () => {
    const { ask } = await start()
    expect(await ask(one)).toMatchObject({
      body: {
        id: `/subscriptions/sub-1/resourcegroups/RG/${provider}/web`,
        systemData: { createdAt: '2026-03-02T09:00:00Z' },
        properties: { fqdn: 'web-dns.hcp.westeurope.azmk8s.io', powerState: { code: 'Running' }, resourceUID: 'u' },
      },
    })
  })

  it('gives the user credential as a kubeconfig with a kubelogin entry', async () => {
    const { ask } = await start()
    const { body } = await ask(`${one}/listClusterUserCredential?format=exec`, { method: 'POST' })
    const [{ value }] = body['kubeconfigs'] as [{ value: string }] // ARM's shape
    const text = Buffer.from(value, 'base64').toString()
    expect(text).toContain('server: https://web-dns.hcp.westeurope.azmk8s.io:443')
    expect(text).toContain('command: kubelogin')
  })

  it.each<[name: string, subscription: Partial<AzureSubscription>, path: string, status: number, code: string]>([
    ['a missing role', { denied: true }, list, 403, 'AuthorizationFailed'],
    ['an unknown subscription', {}, list.replace('sub-1', 'sub-2'), 404, 'SubscriptionNotFound'],
    ['an unknown cluster', {}, one.replace('web', 'none'), 404, 'ResourceNotFound'],
    ['an unknown path', {}, '/anything', 404, 'InvalidResourceType'],
  ])('answers %s as Azure does', async (_, subscription, path, status, code) => {
    const { ask } = await start(subscription)
    expect(await ask(path)).toMatchObject({ status, body: { error: { code } } })
  })

  it('refuses a token that is none of its clients’', async () => {
    const { ask } = await start()
    const headers = { authorization: 'Bearer stranger' }
    expect(await ask(list, { headers })).toMatchObject({
      status: 401,
      body: { error: { code: 'InvalidAuthenticationToken' } },
    })
  })

  it('serves another state after a replacement', async () => {
    const { azure, ask } = await start()
    azure.replace({ subscriptions: [{ subscription: 'sub-1', clusters: [] }], clients: [client] })
    expect(await ask(list)).toEqual({ status: 200, body: { value: [] } })
  })
})

describe('Entra', () => {
  const form = { client_id: 'app', client_secret: 'secret', scope: `${arm}/.default openid` }

  it.each<[name: string, form: Record<string, string>, tenant: string, status: number, body: object]>([
    ['a secret', form, 'tenant-1', 200, { access_token: 'token-1', token_type: 'Bearer' }],
    [
      'an assertion',
      { client_id: 'app', client_assertion: 'secret', scope: form.scope },
      'tenant-1',
      200,
      { access_token: 'token-1' },
    ],
    ['a wrong secret', { ...form, client_secret: 'guess' }, 'tenant-1', 401, { error: 'invalid_client' }],
    ['another tenant', form, 'tenant-2', 400, { error: 'unauthorized_client' }],
    [
      'a scope that was not granted',
      { ...form, scope: 'https://graph.microsoft.com/.default' },
      'tenant-1',
      400,
      { error: 'invalid_scope' },
    ],
  ])('answers %s', async (_, fields, tenant, status, body) => {
    const { ask } = await start()
    const answer = await ask(`/${tenant}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(fields) })
    expect(answer).toMatchObject({ status, body })
  })

  it('describes itself to MSAL', async () => {
    const { ask } = await start()
    expect(await ask('/tenant-1/v2.0/.well-known/openid-configuration')).toMatchObject({
      body: { token_endpoint: expect.stringMatching(/^https:.*\/tenant-1\/oauth2\/v2\.0\/token$/) as unknown },
    })
  })
})
