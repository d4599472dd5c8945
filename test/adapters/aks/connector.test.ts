import { createAksConnector, type AksConnectorOptions } from '@fleet-auditor/adapters/aks/connector.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import { aksCluster, type AksClusterFacts } from '@fleet-auditor/simulator/clouds/azure/azure-state.ts'
import type { CloudFault } from '@fleet-auditor/simulator/clouds/cloud-fault.ts'
import { describe, expect, it } from 'vitest'
import { containing } from '../matching.ts'
import { aksServer, aksToken, credential, openAzure, subscription, tenant } from './azure-bench.ts'

const scope = { provider: 'aks', subscription, allowLocalAccount: false } as const
const never = new AbortController().signal
const caPem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
const clientCertificate = { certPem: 'CERT', keyPem: 'KEY' }
const host = 'web-dns.hcp.westeurope.azmk8s.io'
const privateHost = 'web.privatelink.westeurope.azmk8s.io'
const local: Partial<AksClusterFacts> = { clientCertificate, properties: { aadProfile: null } }
const cluster: Cluster = {
  id: 'aks:sub-1:rg-1/web',
  locator: `/subscriptions/${subscription}/resourcegroups/rg-shop/providers/microsoft.containerservice/managedclusters/web`,
  name: 'web',
  provider: 'aks',
  scope: `azure:${subscription}`,
  labels: {},
}

interface Circumstances {
  readonly options?: Partial<AksConnectorOptions>
  readonly allowLocalAccount?: boolean
  readonly faults?: readonly CloudFault[]
  readonly kubeconfig?: string
}

async function connect(given: Partial<AksClusterFacts>, circumstances: Circumstances = {}) {
  const { options, allowLocalAccount = false, faults = [], kubeconfig } = circumstances
  const facts = {
    resourceGroup: 'RG-Shop',
    name: 'web',
    location: 'westeurope',
    resourceUid: 'uid-1',
    caPem,
    tenant,
    ...given,
  }
  const { tenant: entra, ...localFacts } = facts
  const made = aksCluster(given.clientCertificate ? localFacts : { ...localFacts, tenant: entra })
  const clusters = [kubeconfig === undefined ? made : { ...made, kubeconfig }]
  await using bench = await openAzure({ subscriptions: [{ subscription, clusters }] }, { faults })
  const connector = createAksConnector({ ...bench.options, ...options })
  return await connector.connect(cluster, { ...scope, allowLocalAccount }, never)
}

describe('access to an AKS cluster', () => {
  it('takes server and CA of the user credential, and a token for the AKS server', async () => {
    const asked: unknown[] = []
    const noting: AksConnectorOptions['credential'] = {
      getToken: (scopes, options) => {
        asked.push([scopes, options?.tenantId])
        return credential.getToken(scopes, options)
      },
    }
    const access = await connect({}, { options: { credential: noting } })
    expect(access).toMatchObject({
      status: 'collected',
      value: { server: `https://${host}`, caPem, insecureSkipTlsVerify: false },
    })
    const credentials = access.status === 'collected' ? await access.value.credentials(never) : undefined
    expect(credentials).toEqual({ authorization: `Bearer ${aksToken}` })
    expect(asked).toEqual([
      ['https://management.azure.com/.default', undefined],
      [`${aksServer}/.default`, tenant],
    ])
  })

  it('uses the certificate of a cluster without Entra where the source allows it', async () => {
    const access = await connect(local, { allowLocalAccount: true })
    const credentials = access.status === 'collected' ? await access.value.credentials(never) : undefined
    expect(credentials).toEqual({ clientCertificate })
  })

  it('uses the path that the vantage has to a private cluster', async () => {
    const hasPath = (name: string, port: number) => name === privateHost && port === 443
    const access = await connect({ private: true }, { options: { hasPath } })
    expect(access).toMatchObject({ value: { server: `https://${privateHost}` } })
  })
})

const credentialFault = (body: string, status: number): CloudFault[] => [
  { operation: 'managedClusters.listClusterUserCredential', behave: { kind: 'status', status, body } },
]

describe('an AKS cluster', () => {
  it.each<[name: string, given: Partial<AksClusterFacts>, circumstances: Circumstances, expected: object]>([
    [
      'without Entra is refused where the source does not allow it',
      local,
      {},
      { cause: 'unauthenticated', grant: { kind: 'action', sentence: containing('allowLocalAccount') } },
    ],
    [
      'that is private is refused with the action that would open it',
      { private: true },
      {},
      { cause: 'private-endpoint', grant: { kind: 'action', sentence: containing(`${privateHost}:443`) } },
    ],
    [
      'whose credential names another host is refused',
      { server: 'https://collector.invalid:443' },
      {},
      { cause: 'malformed', detail: containing('collector.invalid') },
    ],
    [
      'whose credential names a host that only begins as it should is refused',
      { server: `https://${host}.invalid` },
      {},
      { cause: 'malformed' },
    ],
    [
      'whose credential has user info in the URL is refused',
      { server: `https://${host}@collector.invalid` },
      {},
      { cause: 'malformed' },
    ],
    [
      'whose credential names a server without TLS is refused',
      { server: `http://${host}` },
      {},
      { cause: 'malformed' },
    ],
    ['with an empty credential is refused', {}, { kubeconfig: '' }, { cause: 'malformed' }],
    ['whose credential is no YAML is refused', {}, { kubeconfig: '{"' }, { cause: 'malformed' }],
    [
      'whose credential names no cluster is refused',
      {},
      { kubeconfig: 'current-context: web\n' },
      { cause: 'malformed' },
    ],
    [
      'that is gone since the listing is unreachable',
      { name: 'other' },
      {},
      { cause: 'unreachable', detail: containing('ResourceNotFound') },
    ],
    [
      'whose user credential may not be read is refused with the permission',
      {},
      { faults: credentialFault('{"error":{"code":"AuthorizationFailed","message":"no"}}', 403) },
      {
        cause: 'forbidden',
        grant: {
          kind: 'cloud',
          provider: 'azure',
          action: 'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action',
        },
      },
    ],
    [
      'with an HTML page in place of the credential is refused',
      {},
      { faults: credentialFault('<html>', 200) },
      { cause: 'malformed' },
    ],
  ])('%s', async (_, given, circumstances, expected) => {
    expect(await connect(given, circumstances)).toMatchObject({ status: 'failed', ...expected })
  })

  it('whose locator is no ARM id is refused', async () => {
    await using bench = await openAzure({})
    const access = await createAksConnector(bench.options).connect({ ...cluster, locator: 'elsewhere' }, scope, never)
    expect(access).toMatchObject({ cause: 'malformed' })
    expect(bench.server.requests()).toEqual([])
  })

  it('whose token is refused fails with the reason when credentials are asked for', async () => {
    const halting: AksConnectorOptions['credential'] = {
      getToken: (scopes) =>
        String(scopes).startsWith(aksServer) ? Promise.reject(new Error('AADSTS700016')) : credential.getToken(scopes),
    }
    const access = await connect({}, { options: { credential: halting } })
    const credentials = access.status === 'collected' ? access.value.credentials(never) : undefined
    await expect(credentials).rejects.toMatchObject({ code: 'collect', details: { reason: 'unauthenticated' } })
  })

  it('with a local account but no certificate is refused', async () => {
    const access = await connect(
      { ...local, clientCertificate: { certPem: '', keyPem: '' } },
      { allowLocalAccount: true },
    )
    expect(access).toMatchObject({ status: 'failed', cause: 'unauthenticated' })
  })
})
