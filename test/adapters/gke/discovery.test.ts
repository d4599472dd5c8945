import { createGkeDiscovery } from '@fleet-auditor/adapters/gke/discovery.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { CloudMisbehaviour } from '@fleet-auditor/simulator/clouds/cloud-fault.ts'
import { gkeCluster, type GkeClusterFacts } from '@fleet-auditor/simulator/clouds/google/google-state.ts'
import { startGoogle } from '@fleet-auditor/simulator/clouds/google/google.ts'
import { describe, expect, it } from 'vitest'
import { containing } from '../matching.ts'
import { unhandledRejections } from '../unhandled-rejections.ts'
import { accounts, now, openGoogle, token } from './google-bench.ts'

const scope = { provider: 'gke', project: 'shop' } as const
const never = new AbortController().signal
const facts: GkeClusterFacts = {
  name: 'web',
  location: 'europe-west1',
  id: 'id-1',
  caPem: 'PEM',
  publicIp: '203.0.113.7',
}

const lone = (cluster: object) => ({
  projects: [{ project: 'shop', clusters: [{ ...gkeCluster(facts), ...cluster }] }],
})

async function factsOf(given: Partial<GkeClusterFacts>) {
  await using bench = await openGoogle({
    projects: [{ project: 'shop', clusters: [gkeCluster({ ...facts, ...given })] }],
  })
  const listing = await createGkeDiscovery(bench.options).discover(scope, never)
  const cloud = listing.status === 'collected' ? listing.value.clusters[0]?.cloud : undefined
  return cloud?.status === 'collected' ? cloud.value : listing
}

describe('a GKE listing', () => {
  it('has every cluster of every location with its identity', async () => {
    const zonal = gkeCluster({
      ...facts,
      name: 'batch',
      location: 'us-central1-b',
      id: 'id-2',
      labels: { team: 'data' },
    })
    await using bench = await openGoogle({ projects: [{ project: 'shop', clusters: [gkeCluster(facts), zonal] }] })
    const listing = await createGkeDiscovery(bench.options).discover(scope, never)
    expect(listing).toMatchObject({ status: 'collected', at: now(), value: { unseen: [] } })
    const clusters = listing.status === 'collected' ? listing.value.clusters : []
    expect(
      clusters.map(({ id, locator, scope: key, region, labels }) => ({ id, locator, key, region, labels })),
    ).toEqual([
      {
        id: 'gke:shop:europe-west1/web',
        locator: 'projects/shop/locations/europe-west1/clusters/web',
        key: 'gcp:shop',
        region: 'europe-west1',
        labels: {},
      },
      {
        id: 'gke:shop:us-central1-b/batch',
        locator: 'projects/shop/locations/us-central1-b/clusters/batch',
        key: 'gcp:shop',
        region: 'us-central1',
        labels: { team: 'data' },
      },
    ])
    expect(bench.server.requests()).toEqual([
      {
        operation: 'clusters.list',
        method: 'GET',
        path: '/v1/projects/shop/locations/-/clusters?$alt=json%3Benum-encoding=int',
      },
    ])
  })

  it('of no clusters is empty and collected', async () => {
    await using bench = await openGoogle({ projects: [{ project: 'shop', clusters: [] }] })
    expect(await createGkeDiscovery(bench.options).discover(scope, never)).toMatchObject({
      value: { clusters: [], unseen: [] },
    })
  })

  it('names the zones that did not answer', async () => {
    const project = { project: 'shop', clusters: [gkeCluster(facts)], missingZones: ['europe-west4-a'] }
    await using bench = await openGoogle({ projects: [project] })
    const listing = await createGkeDiscovery(bench.options).discover(scope, never)
    expect(listing).toMatchObject({ value: { clusters: [{ name: 'web' }], unseen: ['europe-west4-a'] } })
  })

  it('of a project whose API is off is empty and complete', async () => {
    await using bench = await openGoogle({ projects: [{ project: 'shop', clusters: [], apiOff: true }] })
    expect(await createGkeDiscovery(bench.options).discover(scope, never)).toMatchObject({
      status: 'collected',
      value: { clusters: [], unseen: [] },
    })
  })

  it('is read over plain HTTP too', async () => {
    const server = await startGoogle({ projects: [{ project: 'shop', clusters: [gkeCluster(facts)] }], accounts })
    const endpoints = { gke: { url: server.url } }
    const discovery = createGkeDiscovery({ endpoints, auth: () => Promise.resolve(token), now })
    expect(await discovery.discover(scope, never)).toMatchObject({ value: { clusters: [{ name: 'web' }] } })
    await server.close()
  })

  it('of several projects comes over one client', async () => {
    const projects = ['shop', 'bank'].map((project) => ({
      project,
      clusters: [gkeCluster({ ...facts, name: project })],
    }))
    await using bench = await openGoogle({ projects })
    const discovery = createGkeDiscovery(bench.options)
    const listings = await Promise.all(
      projects.map(({ project }) => discovery.discover({ provider: 'gke', project }, never)),
    )
    expect(listings).toMatchObject(projects.map(({ project }) => ({ value: { clusters: [{ name: project }] } })))
  })
})

describe('GKE cloud facts', () => {
  it.each<[name: string, given: Partial<GkeClusterFacts>, expected: object]>([
    [
      'of a public cluster',
      {},
      { endpoint: { public: true, private: false, authorizedRanges: null, externalDns: false } },
    ],
    [
      'of a cluster with authorized networks',
      { authorizedNetworks: ['198.51.100.0/24'] },
      { endpoint: { public: true, authorizedRanges: ['198.51.100.0/24'], googleAddresses: false } },
    ],
    ['with no network authorized', { authorizedNetworks: [] }, { endpoint: { authorizedRanges: [] } }],
    [
      'open to all of Google Cloud beside its networks',
      {
        wire: {
          controlPlaneEndpointsConfig: undefined,
          masterAuthorizedNetworksConfig: { enabled: true, gcpPublicCidrsAccessEnabled: true },
        },
      },
      { endpoint: { authorizedRanges: [], googleAddresses: true } },
    ],
    [
      'of a private cluster',
      { publicIp: '', privateIp: '10.0.0.2' },
      { endpoint: { public: false, private: true, externalDns: false } },
    ],
    [
      'of a DNS endpoint open from outside',
      { publicIp: '', dns: { endpoint: 'gke-1.europe-west1.gke.goog', externalTraffic: true } },
      { endpoint: { public: false, private: false, externalDns: true } },
    ],
    [
      'of a DNS endpoint closed from outside',
      { publicIp: '', dns: { endpoint: 'gke-1.europe-west1.gke.goog', externalTraffic: false } },
      { endpoint: { public: false, externalDns: false } },
    ],
    [
      'of an old public cluster, with none of the newer fields',
      { wire: { controlPlaneEndpointsConfig: undefined, privateClusterConfig: undefined } },
      { endpoint: { public: true, private: false, authorizedRanges: null } },
    ],
    [
      'of an old private cluster, whose endpoint is its private address',
      {
        wire: {
          endpoint: '10.0.0.2',
          controlPlaneEndpointsConfig: undefined,
          privateClusterConfig: { enablePrivateEndpoint: true, privateEndpoint: '10.0.0.2' },
        },
      },
      { endpoint: { public: false, private: true } },
    ],
    ['of the extended channel', { channel: 'EXTENDED' }, { support: { extended: true } }],
    ['of the regular channel', { channel: 'REGULAR' }, { support: { extended: false } }],
    ['of Autopilot', { autopilot: true }, { autopilot: true }],
    [
      'of a cluster that runs',
      { version: '1.35.1-gke.1', createTime: '2026-01-01T00:00:00+00:00' },
      {
        status: 'RUNNING',
        running: true,
        life: 'id-1',
        version: '1.35.1-gke.1',
        createdAt: '2026-01-01T00:00:00+00:00',
      },
    ],
    ['during an upgrade', { status: 'RECONCILING' }, { status: 'RECONCILING', running: true }],
    ['while it is made', { status: 'PROVISIONING' }, { status: 'PROVISIONING', running: false }],
    ['while it goes', { status: 'STOPPING' }, { status: 'STOPPING', running: false }],
    ['in an unknown state', { status: 'DREAMING' }, { status: 'STATUS_UNSPECIFIED', running: false }],
  ])('%s', async (_, given, expected) => {
    expect(await factsOf(given)).toMatchObject(expected)
  })
})

const json = { 'content-type': 'application/json' }
const missing = { kind: 'cloud', provider: 'gcp', action: 'container.clusters.list' }

describe('a failed GKE listing', () => {
  it.each<[name: string, behave: CloudMisbehaviour, expected: object, requests: number]>([
    [
      'an HTML 502',
      { kind: 'status', status: 502 },
      { cause: 'unreachable', detail: 'project shop: answered 502: no JSON' },
      3,
    ],
    ['an HTML page with 200', { kind: 'garbage' }, { cause: 'malformed' }, 1],
    ['JSON that breaks off', { kind: 'truncated' }, { cause: 'malformed' }, 1],
    [
      'JSON of another shape',
      { kind: 'status', status: 200, headers: json, body: '{"clusters":[{"name":7}]}' },
      { cause: 'malformed' },
      1,
    ],
    ['null', { kind: 'status', status: 200, headers: json, body: 'null' }, { cause: 'malformed' }, 1],
    ['an empty body', { kind: 'status', status: 200, headers: json, body: '' }, { cause: 'malformed' }, 1],
    ['a huge answer', { kind: 'huge', bytes: 1e9 }, { cause: 'too-large' }, 1],
    ['a redirect', { kind: 'redirect', to: 'https://elsewhere.invalid/' }, { cause: 'malformed' }, 1],
    ['a cut connection', { kind: 'reset' }, { cause: 'unreachable' }, 3],
    ['429 without end', { kind: 'status', status: 429, headers: { 'retry-after': '0' } }, { cause: 'throttled' }, 3],
    [
      '429 that asks for an hour',
      { kind: 'status', status: 429, headers: { 'retry-after': '3600' } },
      { cause: 'throttled' },
      1,
    ],
    ['503 for ever', { kind: 'status', status: 503 }, { cause: 'unreachable' }, 3],
    ['500', { kind: 'status', status: 500 }, { cause: 'unreachable' }, 1],
    ['a 403 without a word', { kind: 'status', status: 403, body: '' }, { cause: 'forbidden', grant: missing }, 1],
  ])('is caused by %s', async (_, behave, expected, requests) => {
    await using bench = await openGoogle(lone({}), [{ operation: 'clusters.list', behave }])
    const listing = await createGkeDiscovery(bench.options).discover(scope, never)
    expect(listing).toMatchObject({ status: 'failed', ...expected })
    expect(JSON.stringify(listing)).not.toContain(token)
    expect(bench.server.requests()).toHaveLength(requests)
  })

  it('names a missing permission', async () => {
    await using bench = await openGoogle({ projects: [{ project: 'shop', clusters: [], denied: true }] })
    const listing = await createGkeDiscovery(bench.options).discover(scope, never)
    expect(listing).toMatchObject({
      cause: 'forbidden',
      grant: missing,
      detail: containing('container.clusters.list'),
    })
  })

  it('has the way to log in where the token is refused', async () => {
    await using bench = await openGoogle({})
    const discovery = createGkeDiscovery({ ...bench.options, auth: () => Promise.resolve('expired') })
    expect(await discovery.discover(scope, never)).toMatchObject({
      cause: 'unauthenticated',
      grant: { kind: 'action', sentence: containing('gcloud auth application-default login') },
    })
  })

  it('is caused by a port where nothing listens', async () => {
    const bench = await openGoogle({})
    await bench[Symbol.asyncDispose]()
    const endpoints = { gke: { url: bench.server.url } }
    const listing = await createGkeDiscovery({ ...bench.options, endpoints }).discover(scope, never)
    expect(listing).toMatchObject({ cause: 'unreachable', detail: containing('ECONNREFUSED') })
  })

  it('is caused by a certificate of an unknown authority, without a retry', async () => {
    await using bench = await openGoogle(lone({}))
    const endpoints = { gke: { url: bench.server.url } }
    const listing = await createGkeDiscovery({ ...bench.options, endpoints }).discover(scope, never)
    expect(listing).toMatchObject({ cause: 'unreachable', detail: containing('TLS') })
  })

  it('is caused by an authority file that is missing', async () => {
    await using bench = await openGoogle(lone({}))
    const endpoints = { gke: { url: bench.server.url, ca: '/nowhere/ca.pem' } }
    const listing = await createGkeDiscovery({ ...bench.options, endpoints }).discover(scope, never)
    expect(listing).toMatchObject({
      cause: 'tool-error',
      grant: { sentence: containing('/nowhere/ca.pem') },
    })
  })

  it('is caused by an API that does not answer within the limit', async () => {
    await using bench = await openGoogle(lone({}), [{ operation: 'clusters.list', behave: { kind: 'hang' } }])
    const listing = await createGkeDiscovery({ ...bench.options, timeoutMs: 150 }).discover(scope, never)
    expect(listing).toMatchObject({ cause: 'timeout' })
  })

  it.each([
    ['the scope’s deadline', new DOMException('over', 'TimeoutError'), 'timeout'],
    ['Ctrl-C', new AuditorError('cancelled', 'cancelled'), 'cancelled'],
  ])('is caused by %s while the API hangs', async (_, reason, cause) => {
    await using bench = await openGoogle(lone({}), [{ operation: 'clusters.list', behave: { kind: 'hang' } }])
    const end = new AbortController()
    setTimeout(() => end.abort(reason), 100)
    expect(await createGkeDiscovery(bench.options).discover(scope, end.signal)).toMatchObject({ cause })
  })

  it('is avoided by a retry after a passing failure', async () => {
    const behave = { kind: 'status', status: 503 } as const
    await using bench = await openGoogle(lone({}), [{ operation: 'clusters.list', behave, times: 2 }])
    expect(await createGkeDiscovery(bench.options).discover(scope, never)).toMatchObject({ status: 'collected' })
  })

  it('leaves no unhandled rejection, whatever the credentials do', async () => {
    await using bench = await openGoogle(lone({}))
    const broken = [
      () => Promise.reject(new Error('no token')),
      () => new Promise<string>(() => undefined),
      () => Promise.resolve(''),
    ]
    const seen = await unhandledRejections(() =>
      Promise.all(
        broken.map((auth) => createGkeDiscovery({ ...bench.options, auth }).discover(scope, AbortSignal.timeout(200))),
      ),
    )
    expect(seen).toEqual([])
  })
})
