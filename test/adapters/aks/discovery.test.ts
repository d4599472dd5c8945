import { createAksDiscovery } from '@fleet-auditor/adapters/aks/discovery.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { aksCluster, type AksClusterFacts } from '@fleet-auditor/simulator/clouds/azure/azure-state.ts'
import type { CloudFault, CloudMisbehaviour } from '@fleet-auditor/simulator/clouds/cloud-fault.ts'
import { describe, expect, it } from 'vitest'
import { containing } from '../matching.ts'
import { unhandledRejections } from '../unhandled-rejections.ts'
import { armToken, now, openAzure, subscription, tenant } from './azure-bench.ts'

const scope = { provider: 'aks', subscription, tenant, allowLocalAccount: false } as const
const never = new AbortController().signal
const facts: AksClusterFacts = {
  resourceGroup: 'RG-Shop',
  name: 'web',
  location: 'westeurope',
  resourceUid: 'uid-1',
  caPem: 'PEM',
  tenant,
}
const named = (...names: string[]) => names.map((name) => aksCluster({ ...facts, name }))
const lone = { subscriptions: [{ subscription, clusters: named('web') }] }

async function factsOf(given: Partial<AksClusterFacts>) {
  await using bench = await openAzure({
    subscriptions: [{ subscription, clusters: [aksCluster({ ...facts, ...given })] }],
  })
  const listing = await createAksDiscovery(bench.options).discover(scope, never)
  const cloud = listing.status === 'collected' ? listing.value.clusters[0]?.cloud : undefined
  return cloud?.status === 'collected' ? cloud.value : listing
}

describe('an AKS listing', () => {
  it('has every cluster of every page with its identity', async () => {
    const clusters = [
      ...named('web', 'batch'),
      aksCluster({ ...facts, name: 'far', location: 'East US', tags: { team: 'data' } }),
    ]
    await using bench = await openAzure({ subscriptions: [{ subscription, clusters }] }, { pageSize: 1 })
    const listing = await createAksDiscovery(bench.options).discover(scope, never)
    expect(listing).toMatchObject({ status: 'collected', at: now(), value: { unseen: [] } })
    const found = listing.status === 'collected' ? listing.value.clusters : []
    expect(found.map(({ id }) => id)).toEqual(
      ['web', 'batch', 'far'].map((name) => `aks:${subscription}:rg-shop/${name}`),
    )
    expect(found[2]).toMatchObject({
      locator: `/subscriptions/${subscription}/resourcegroups/rg-shop/providers/microsoft.containerservice/managedclusters/far`,
      scope: `azure:${subscription}`,
      region: 'eastus',
      labels: { team: 'data' },
    })
    expect(bench.server.requests()).toHaveLength(3)
  })

  it('of no clusters is empty and collected', async () => {
    await using bench = await openAzure({ subscriptions: [{ subscription, clusters: [] }] })
    expect(await createAksDiscovery(bench.options).discover(scope, never)).toMatchObject({
      value: { clusters: [], unseen: [] },
    })
  })
})

describe('AKS cloud facts', () => {
  it.each<[name: string, given: Partial<AksClusterFacts>, expected: object]>([
    [
      'of a public cluster',
      {},
      { endpoint: { public: true, private: false, authorizedRanges: null, externalDns: false }, autopilot: false },
    ],
    [
      'with authorized ranges, a lone address among them',
      { authorizedRanges: ['198.51.100.0/24', '203.0.113.9'] },
      { endpoint: { authorizedRanges: ['198.51.100.0/24', '203.0.113.9/32'] } },
    ],
    [
      'with an empty list of ranges: no restriction',
      { authorizedRanges: [] },
      { endpoint: { authorizedRanges: null } },
    ],
    [
      'with 0.0.0.0/32, which lets no one in',
      { authorizedRanges: ['0.0.0.0/32'] },
      { endpoint: { authorizedRanges: [] } },
    ],
    ['of a private cluster', { private: true }, { endpoint: { public: false, private: true } }],
    [
      'of a private cluster with a public name',
      { private: true, properties: { fqdn: 'web-dns.hcp.westeurope.azmk8s.io' } },
      { endpoint: { public: false, private: true } },
    ],
    ['with long-term support', { supportPlan: 'AKSLongTermSupport' }, { support: { extended: true } }],
    ['with the usual support', {}, { support: { extended: false } }],
    [
      'of a cluster that runs',
      { version: '1.35.1', createdAt: '2026-01-01T00:00:00Z' },
      {
        status: 'Succeeded/Running',
        running: true,
        version: '1.35.1',
        life: 'uid-1',
        createdAt: '2026-01-01T00:00:00.000Z',
      },
    ],
    ['of a stopped cluster', { powerState: 'Stopped' }, { status: 'Succeeded/Stopped', running: false }],
    ['during an upgrade', { provisioningState: 'Upgrading' }, { status: 'Upgrading/Running', running: true }],
    ['after a failed update', { provisioningState: 'Failed' }, { status: 'Failed/Running', running: true }],
    ['while it is made', { provisioningState: 'Creating' }, { running: false }],
    ['while it goes', { provisioningState: 'Deleting' }, { running: false }],
    [
      'of an old answer',
      { properties: { powerState: undefined, apiServerAccessProfile: undefined, aadProfile: null } },
      {
        status: 'Succeeded/Unknown',
        running: true,
        endpoint: { public: true, authorizedRanges: null },
      },
    ],
  ])('%s', async (_, given, expected) => {
    expect(await factsOf(given)).toMatchObject(expected)
  })
})

const operation = 'managedClusters.list'
const json = { 'content-type': 'application/json' }
const missing = { kind: 'cloud', provider: 'azure', action: 'Microsoft.ContainerService/managedClusters/read' }
const arm = (code: string) => JSON.stringify({ error: { code, message: 'words of ARM' } })
const status = (code: number, headers = {}, body = ''): CloudMisbehaviour => ({
  kind: 'status',
  status: code,
  headers: { ...json, ...headers },
  body,
})

describe('a failed AKS listing', () => {
  it.each<[name: string, behave: CloudMisbehaviour, expected: object, requests: number]>([
    ['an HTML 502', { kind: 'status', status: 502 }, { cause: 'unreachable' }, 3],
    ['an HTML page with 200', { kind: 'garbage' }, { cause: 'malformed' }, 1],
    ['JSON that breaks off', { kind: 'truncated' }, { cause: 'malformed' }, 1],
    ['JSON of another shape', status(200, {}, '{"value":[{"id":7}]}'), { cause: 'malformed' }, 1],
    ['a listing that is none', status(200, {}, '{"value":"none"}'), { cause: 'malformed' }, 1],
    ['null', status(200, {}, 'null'), { cause: 'malformed' }, 1],
    ['an empty body', status(200), { cause: 'malformed' }, 1],
    ['a huge answer', { kind: 'huge', bytes: 1e9 }, { cause: 'too-large' }, 1],
    ['a redirect', { kind: 'redirect', to: 'https://elsewhere.invalid/' }, { cause: 'malformed' }, 1],
    ['a cut connection', { kind: 'reset' }, { cause: 'unreachable' }, 3],
    [
      '429 without end',
      status(429, { 'retry-after': '0' }, arm('TooManyRequests')),
      { cause: 'throttled', detail: containing('words of ARM') },
      3,
    ],
    ['429 that asks for an hour', status(429, { 'retry-after': '3600' }), { cause: 'throttled' }, 1],
    [
      '429 that asks for a day by its date',
      status(429, { 'retry-after': 'Fri, 01 Jan 2100 00:00:00 GMT' }),
      { cause: 'throttled' },
      1,
    ],
    [
      '401',
      status(401, {}, arm('ExpiredAuthenticationToken')),
      { cause: 'unauthenticated', grant: { sentence: containing('az login') } },
      1,
    ],
  ])('is caused by %s', async (_, behave, expected, requests) => {
    await using bench = await openAzure(lone, { faults: [{ operation, behave }] })
    const listing = await createAksDiscovery(bench.options).discover(scope, never)
    expect(listing).toMatchObject({ status: 'failed', ...expected })
    expect(JSON.stringify(listing)).not.toContain(armToken)
    expect(bench.server.requests()).toHaveLength(requests)
  })

  it('is avoided by a retry after a 429 without Retry-After', async () => {
    await using bench = await openAzure(lone, { faults: [{ operation, behave: status(429), times: 1 }] })
    expect(await createAksDiscovery(bench.options).discover(scope, never)).toMatchObject({ status: 'collected' })
  })

  it('names the permission where a role is missing', async () => {
    await using bench = await openAzure({ subscriptions: [{ subscription, clusters: [], denied: true }] })
    const listing = await createAksDiscovery(bench.options).discover(scope, never)
    expect(listing).toMatchObject({ cause: 'forbidden', detail: containing('AuthorizationFailed'), grant: missing })
  })

  it('is forbidden for a subscription that does not exist', async () => {
    await using bench = await openAzure({})
    const listing = await createAksDiscovery(bench.options).discover(scope, never)
    expect(listing).toMatchObject({
      cause: 'forbidden',
      detail: containing('SubscriptionNotFound'),
      grant: { kind: 'action', sentence: containing('under sources') },
    })
  })

  it('is caused by a page on another host, which gets no request', async () => {
    await using stranger = await openAzure(lone)
    const nextLink = `${stranger.server.url}/subscriptions/${subscription}/providers/Microsoft.ContainerService/managedClusters?page=2`
    await using bench = await openAzure({ subscriptions: [{ subscription, clusters: named('web'), nextLink }] })
    const listing = await createAksDiscovery(bench.options).discover(scope, never)
    expect(listing).toMatchObject({ cause: 'malformed', detail: containing('not requested') })
    expect(stranger.server.requests()).toEqual([])
  })

  it('is caused by pages that never end', async () => {
    const nextLink = `/subscriptions/${subscription}/providers/Microsoft.ContainerService/managedClusters?page=2`
    await using bench = await openAzure({ subscriptions: [{ subscription, clusters: named('web'), nextLink }] })
    const listing = await createAksDiscovery(bench.options).discover(scope, never)
    expect(listing).toMatchObject({ cause: 'malformed', detail: containing('already read') })
    expect(bench.server.requests()).toHaveLength(2)
  })

  const secondPage: CloudFault = { operation, path: 'skiptoken', behave: { kind: 'hang' } }
  const pages = { subscriptions: [{ subscription, clusters: named('web', 'batch') }] }

  it('is caused by a second page that hangs, and is never a short listing', async () => {
    await using bench = await openAzure(pages, { pageSize: 1, faults: [secondPage] })
    const listing = await createAksDiscovery({ ...bench.options, timeoutMs: 150 }).discover(scope, never)
    expect(listing).toMatchObject({ status: 'failed', cause: 'timeout' })
  })

  it.each([
    ['the scope’s deadline', new DOMException('over', 'TimeoutError'), 'timeout'],
    ['Ctrl-C', new AuditorError('cancelled', 'cancelled'), 'cancelled'],
  ])('is caused by %s while the second page hangs', async (_, reason, cause) => {
    await using bench = await openAzure(pages, { pageSize: 1, faults: [secondPage] })
    const end = new AbortController()
    setTimeout(() => end.abort(reason), 150)
    expect(await createAksDiscovery(bench.options).discover(scope, end.signal)).toMatchObject({ cause })
  })

  it('is caused by a port where nothing listens', async () => {
    const bench = await openAzure(lone)
    await bench.server.close()
    const listing = await createAksDiscovery(bench.options).discover(scope, never)
    expect(listing).toMatchObject({ cause: 'unreachable', detail: containing('ECONNREFUSED') })
    await bench[Symbol.asyncDispose]()
  })

  it.each([
    ['a certificate of an unknown authority', (url: string) => ({ url }), 'unreachable', 'TLS'],
    [
      'an authority file that is not there',
      (url: string) => ({ url, ca: '/nowhere/ca.pem' }),
      'tool-error',
      '/nowhere/ca.pem',
    ],
    ['an endpoint without TLS', (url: string) => ({ url: url.replace('https:', 'http:') }), 'tool-error', 'https'],
  ])('is caused by %s', async (_, endpointFor, cause, words) => {
    await using bench = await openAzure(lone)
    const endpoints = { azure: endpointFor(bench.server.url) }
    const listing = await createAksDiscovery({ ...bench.options, endpoints }).discover(scope, never)
    expect(listing).toMatchObject({ cause, detail: containing(words) })
  })

  it('leaves no unhandled rejection, whatever the credentials do', async () => {
    await using bench = await openAzure(lone)
    const broken = [
      { getToken: () => Promise.reject(new Error('no token')), withinMs: 30_000 },
      { getToken: () => new Promise<never>(() => undefined), withinMs: 300 },
      { getToken: () => Promise.resolve(null), withinMs: 30_000 },
    ]
    const outcomes: unknown[] = []
    const seen = await unhandledRejections(async () => {
      for (const { getToken, withinMs } of broken) {
        const discovery = createAksDiscovery({ ...bench.options, credential: { getToken } })
        outcomes.push(await discovery.discover(scope, AbortSignal.timeout(withinMs)))
      }
    })
    expect(seen).toEqual([])
    expect(outcomes).toMatchObject([{ cause: 'unauthenticated' }, { cause: 'timeout' }, { cause: 'unauthenticated' }])
  })
})
