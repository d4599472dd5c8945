import { createGkeConnector, type GkeConnectorOptions } from '@fleet-auditor/adapters/gke/connector.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import type { CloudFault } from '@fleet-auditor/simulator/clouds/cloud-fault.ts'
import { gkeCluster, type GkeClusterFacts } from '@fleet-auditor/simulator/clouds/google/google-state.ts'
import { describe, expect, it } from 'vitest'
import { containing } from '../matching.ts'
import { openGoogle, token } from './google-bench.ts'

const scope = { provider: 'gke', project: 'shop' } as const
const never = new AbortController().signal
const caPem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
const dns = { endpoint: 'gke-1.europe-west1.gke.goog', externalTraffic: true }
const inside = { ...dns, externalTraffic: false }
const cluster: Cluster = {
  id: 'gke:shop:europe-west1/web',
  locator: 'projects/shop/locations/europe-west1/clusters/web',
  name: 'web',
  provider: 'gke',
  scope: 'gcp:shop',
  labels: {},
}

async function connect(
  given: Partial<GkeClusterFacts>,
  options: Partial<GkeConnectorOptions> = {},
  faults: readonly CloudFault[] = [],
) {
  const record = gkeCluster({ name: 'web', location: 'europe-west1', id: 'id-1', caPem, ...given })
  await using bench = await openGoogle({ projects: [{ project: 'shop', clusters: [record] }] }, faults)
  return await createGkeConnector({ ...bench.options, ...options }).connect(cluster, scope, never)
}

const hasPath = (only: string) => (host: string, port: number) => host === only && port === 443

describe('the address of a GKE cluster', () => {
  it.each<[name: string, given: Partial<GkeClusterFacts>, options: Partial<GkeConnectorOptions>, expected: object]>([
    [
      'is the DNS endpoint, with system authorities',
      { publicIp: '203.0.113.7', dns },
      {},
      { server: `https://${dns.endpoint}` },
    ],
    [
      'is the public IP with the cluster’s CA, when that is preferred',
      { publicIp: '203.0.113.7', dns },
      { preferIp: true },
      { server: 'https://203.0.113.7', caPem },
    ],
    [
      'is the DNS endpoint where an IP is preferred and there is none',
      { dns },
      { preferIp: true },
      { server: `https://${dns.endpoint}` },
    ],
    ['is the public IP', { publicIp: '203.0.113.7' }, {}, { server: 'https://203.0.113.7', caPem }],
    [
      'is the public IP where DNS is closed from outside',
      { publicIp: '203.0.113.7', dns: inside },
      {},
      { server: 'https://203.0.113.7', caPem },
    ],
    [
      'is the private IP where the vantage has a path to it',
      { privateIp: '10.0.0.2' },
      { hasPath: hasPath('10.0.0.2') },
      { server: 'https://10.0.0.2', caPem },
    ],
    [
      'is the inner DNS endpoint where the vantage has a path to it',
      { dns: inside },
      { hasPath: hasPath(inside.endpoint) },
      { server: `https://${inside.endpoint}` },
    ],
  ])('%s', async (_, given, options, expected) => {
    const access = await connect(given, options)
    expect(access).toMatchObject({ status: 'collected', value: { ...expected, insecureSkipTlsVerify: false } })
    const value = access.status === 'collected' ? access.value : undefined
    expect(value?.caPem !== undefined).toBe('caPem' in expected)
    expect(await value?.credentials(never)).toEqual({ authorization: `Bearer ${token}` })
  })
})

describe('a GKE cluster', () => {
  it.each<[name: string, given: Partial<GkeClusterFacts>, expected: object]>([
    [
      'that is private is refused with the action that would open it',
      { privateIp: '10.0.0.2' },
      { cause: 'private-endpoint', grant: { kind: 'action', sentence: containing('10.0.0.2:443') } },
    ],
    ['with an inner DNS endpoint only is refused', { dns: inside }, { cause: 'private-endpoint' }],
    ['without any address is refused', {}, { cause: 'malformed' }],
    ['without its CA is refused', { publicIp: '203.0.113.7', wire: { masterAuth: {} } }, { cause: 'malformed' }],
    [
      'with a CA that is no certificate is refused',
      { publicIp: '203.0.113.7', caPem: 'nonsense' },
      { cause: 'malformed' },
    ],
    [
      'that is gone since the listing is unreachable',
      { name: 'other' },
      { cause: 'unreachable', detail: containing('no longer knows') },
    ],
  ])('%s', async (_, given, expected) => {
    expect(await connect(given)).toMatchObject({ status: 'failed', ...expected })
  })

  it('that may not be read is refused with the permission', async () => {
    const behave = { kind: 'status', status: 403, body: '{}' } as const
    const access = await connect({}, {}, [{ operation: 'clusters.get', behave }])
    expect(access).toMatchObject({
      cause: 'forbidden',
      grant: { kind: 'cloud', provider: 'gcp', action: 'container.clusters.get' },
    })
  })

  it('whose token expires later fails with the reason when credentials are asked for', async () => {
    const tokens = [token]
    const auth = () =>
      tokens.length > 0 ? Promise.resolve(String(tokens.pop())) : Promise.reject(new Error('secret words'))
    const access = await connect({ publicIp: '203.0.113.7' }, { auth })
    const credentials = access.status === 'collected' ? access.value.credentials(never) : undefined
    await expect(credentials).rejects.toMatchObject({ code: 'collect', details: { reason: 'unauthenticated' } })
  })
})
