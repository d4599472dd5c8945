import { createAksConnector } from '@fleet-auditor/adapters/aks/connector.ts'
import type { AksConnectorOptions } from '@fleet-auditor/adapters/aks/options.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import { aksCluster, type AksClusterFacts } from '@fleet-auditor/simulator/clouds/azure/aks-cluster.ts'
import type { CloudFault } from '@fleet-auditor/simulator/clouds/cloud-fault.ts'
import { describe, expect, it } from 'vitest'
import { saying } from '../saying.ts'
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

describe('access', () => {
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

  it('to a cluster without Entra uses its certificate where the source allows it', async () => {
    const access = await connect(local, { allowLocalAccount: true })
    const credentials = access.status === 'collected' ? await access.value.credentials(never) : undefined
    expect(credentials).toEqual({ clientCertificate })
  })

  it('to a private cluster uses the path that the vantage has', async () => {
    const hasPath = (name: string, port: number) => name === privateHost && port === 443
    const access = await connect({ private: true }, { options: { hasPath } })
    expect(access).toMatchObject({ value: { server: `https://${privateHost}` } })
  })
})

const credentialFault = (body: string, status: number): CloudFault[] => [
  { operation: 'managedClusters.listClusterUserCredential', behave: { kind: 'status', status, body } },
]

describe('no access', () => {
  it.each<[name: string, given: Partial<AksClusterFacts>, circumstances: Circumstances, expected: object]>([
    [
      'to a cluster without Entra that the source does not allow',
      local,
      {},
      { cause: 'unauthenticated', grant: { kind: 'action', sentence: saying('allowLocalAccount') } },
    ],
    [
      'to a private cluster, and what would give it',
      { private: true },
      {},
      { cause: 'private-endpoint', grant: { kind: 'action', sentence: saying(`${privateHost}:443`) } },
    ],
    [
      'to a server on another host',
      { server: 'https://collector.invalid:443' },
      {},
      { cause: 'malformed', detail: saying('collector.invalid') },
    ],
    [
      'to a server whose name only begins as it should',
      { server: `https://${host}.invalid` },
      {},
      { cause: 'malformed' },
    ],
    ['to a server behind user info', { server: `https://${host}@collector.invalid` }, {}, { cause: 'malformed' }],
    ['to a server without TLS', { server: `http://${host}` }, {}, { cause: 'malformed' }],
    ['by an empty credential', {}, { kubeconfig: '' }, { cause: 'malformed' }],
    ['by a credential that is no YAML', {}, { kubeconfig: '{"' }, { cause: 'malformed' }],
    ['by a credential without clusters', {}, { kubeconfig: 'current-context: web\n' }, { cause: 'malformed' }],
    [
      'to a cluster gone since it was listed',
      { name: 'other' },
      {},
      { cause: 'unreachable', detail: saying('ResourceNotFound') },
    ],
    [
      'without the right to the user credential',
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
      'by an HTML page in place of the credential',
      {},
      { faults: credentialFault('<html>', 200) },
      { cause: 'malformed' },
    ],
  ])('%s', async (_, given, circumstances, expected) => {
    expect(await connect(given, circumstances)).toMatchObject({ status: 'failed', ...expected })
  })

  it('by a locator that is no ARM id', async () => {
    await using bench = await openAzure({})
    const access = await createAksConnector(bench.options).connect({ ...cluster, locator: 'elsewhere' }, scope, never)
    expect(access).toMatchObject({ cause: 'malformed' })
    expect(bench.server.requests()).toEqual([])
  })

  it('when the token for the cluster is refused: the credentials say why', async () => {
    const halting: AksConnectorOptions['credential'] = {
      getToken: (scopes) =>
        String(scopes).startsWith(aksServer) ? Promise.reject(new Error('AADSTS700016')) : credential.getToken(scopes),
    }
    const access = await connect({}, { options: { credential: halting } })
    const credentials = access.status === 'collected' ? access.value.credentials(never) : undefined
    await expect(credentials).rejects.toMatchObject({ code: 'collect', details: { reason: 'unauthenticated' } })
  })

  it('with a local account whose credential holds no certificate', async () => {
    const access = await connect(
      { ...local, clientCertificate: { certPem: '', keyPem: '' } },
      { allowLocalAccount: true },
    )
    expect(access).toMatchObject({ status: 'failed', cause: 'unauthenticated' })
  })
})
