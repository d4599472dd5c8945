import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  CreateAccessEntryCommand,
  CreateClusterCommand,
  DescribeAccessEntryCommand,
  EKSClient,
} from '@aws-sdk/client-eks'
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers'
import { createEksConnector } from '@fleet-auditor/adapters/eks/connector.ts'
import { createEksDiscovery } from '@fleet-auditor/adapters/eks/discovery.ts'
import { createCollector } from '@fleet-auditor/adapters/kubernetes/collector.ts'
import { auditorGroup } from '@fleet-auditor/audit/access/kubernetes-role.ts'
import type { Collection } from '@fleet-auditor/audit/ports/collector.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import type { ScopeOf } from '@fleet-auditor/model/scope.ts'
import type { Section } from '@fleet-auditor/model/section.ts'
import { modernInstall } from '@fleet-auditor/simulator/meshery/installs.ts'
import { nodes } from '@fleet-auditor/simulator/meshery/nodes.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { auditorAccess, clock } from '../contract/opened-api.ts'
import { describeWith } from './available.ts'
import { startEksAuthenticator, type EksAuthenticator } from './eks-authenticator.ts'
import { startKubeApiServer, type KubeApiServer } from './kube-api-server.ts'
import { apply } from './kube-objects.ts'
import { startMoto, type Moto } from './moto.ts'
import { temporaryFolder, type TemporaryFolder } from './temporary-folder.ts'

const region = 'eu-central-1'
const account = '111122223333'
const roleArn = `arn:aws:iam::${account}:role/fleet-auditor`
const stranger = `arn:aws:iam::${account}:role/stranger`
const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' }
const scope: ScopeOf<'eks'> = { provider: 'eks', account, region, roleArn, externalId: 'fleet-7' }
/** One page of ListClusters holds a hundred. */
const others = Array.from({ length: 101 }, (_, index) => `idle-${String(index).padStart(3, '0')}`)

describeWith(['moto', 'kubernetes'], 'EKS from moto to a real API server', () => {
  let folder: TemporaryFolder
  let moto: Moto
  let eks: EKSClient
  let authenticator: EksAuthenticator
  let server: KubeApiServer
  beforeAll(async () => {
    folder = await temporaryFolder('eks-test')
    moto = await startMoto()
    eks = clientOf(moto)
    const groupsOf = (principalArn: string) => groupsIn(eks, 'payments', principalArn)
    authenticator = await startEksAuthenticator({ stsUrl: moto.url, region, clusterId: 'payments', groupsOf })
    const config = join(folder.path, 'webhook.json')
    await writeFile(config, authenticator.config)
    const webhook = [
      `--authentication-token-webhook-config-file=${config}`,
      '--authentication-token-webhook-version=v1',
    ]
    server = await startKubeApiServer({ users: [], audit: true, flags: webhook })
    await apply(server, [...auditorAccess(), ...nodes('eks', 2), ...modernInstall()])
    const caFile = join(folder.path, 'ca.pem')
    await writeFile(caFile, server.caPem)
    await createClusters(eks, { 'test:endpoint': server.url, 'test:ca-file': caFile })
    const entry = { clusterName: 'payments', principalArn: roleArn, kubernetesGroups: [auditorGroup] }
    await eks.send(new CreateAccessEntryCommand(entry))
  })
  afterAll(async () => {
    await server?.close()
    await authenticator?.close()
    eks?.destroy()
    await moto?.close()
    await folder?.remove()
  })

  const options = () => ({
    endpoints: { eks: { url: moto.url }, sts: { url: moto.url } },
    credentials,
    now: clock.now,
  })
  const signal = () => AbortSignal.timeout(60_000)
  const listed = async (of: ScopeOf<'eks'> = scope): Promise<readonly Cluster[]> => {
    const listing = valueOf(await createEksDiscovery(options()).discover(of, signal()))
    expect(listing.unseen).toEqual([])
    return listing.clusters
  }
  const collectAs = async (name: string, role: string): Promise<Collection['sections']> => {
    const cluster = (await listed()).find((one) => one.name === name)
    if (!cluster) throw new Error(`${name} is not listed`)
    const access = await createEksConnector(options()).connect(cluster, { ...scope, roleArn: role }, signal())
    const plan = { provider: 'eks', discoverers: [], vantage: { resolve: {}, connectTo: {} } } as const
    return (await createCollector({ clock }).collect(valueOf(access), plan, signal())).sections
  }

  it('lists another account’s clusters through its role, past the first page', async () => {
    const clusters = await listed()
    expect(clusters.map(({ name }) => name).toSorted()).toEqual([...others, 'payments', 'twin'].toSorted())
    expect(clusters.find(({ name }) => name === 'payments')).toMatchObject({
      provider: 'eks',
      scope: `aws:${account}:${region}`,
      region,
      locator: `arn:aws:eks:${region}:${account}:cluster/payments`,
      labels: { team: 'mesh' },
      cloud: { status: 'collected', value: { status: 'ACTIVE', running: true, version: '1.19' } },
    })
  })

  it('sends the external id with the role', async () => {
    await listed()
    const state = JSON.stringify(await (await fetch(`${moto.url}/moto-api/data.json`)).json())
    expect(state).toContain('"external_id":"fleet-7"')
  })

  it('does not take its own account’s clusters for another’s', async () => {
    const { roleArn: _role, externalId: _id, ...own } = scope
    expect(await createEksDiscovery(options()).discover(own, signal())).toMatchObject({
      status: 'failed',
      cause: 'unauthenticated',
      grant: { kind: 'action' },
    })
  })

  it('logs in with a presigned token and collects all', async () => {
    const sections = await collectAs('payments', roleArn)
    expect(Object.entries(sections).filter(([, section]) => section.status === 'failed')).toEqual([])
    expect(sections.workloads).toMatchObject({ value: { length: 4 } })
    const users = (await server.auditLog()).map(({ user }) => user.username)
    expect(users.filter((user) => user === roleArn).length).toBeGreaterThan(10)
  })

  it.each([
    {
      what: 'a role without an access entry',
      name: 'payments',
      role: stranger,
      why: `no access entry for ${stranger}`,
    },
    { what: 'a token made for another cluster', name: 'twin', role: roleArn, why: 'signature does not match' },
  ])('$what is no login', async ({ name, role, why }) => {
    const sections = await collectAs(name, role)
    for (const section of Object.values(sections)) expect(section).toMatchObject({ cause: 'unauthenticated' })
    expect(authenticator.refusals).toContain(why)
  })
})

/** A client in the account that owns the clusters. */
const clientOf = ({ url: endpoint }: Moto): EKSClient => {
  const params = { RoleArn: `arn:aws:iam::${account}:role/owner` }
  const clientConfig = { endpoint, region }
  const assumed = fromTemporaryCredentials({ params, clientConfig, masterCredentials: credentials })
  return new EKSClient({ endpoint, region, credentials: assumed, maxAttempts: 1 })
}

/** `payments`, and `twin` that is described with the same API server: a wrong entry, or an attacker's. */
async function createClusters(eks: EKSClient, tags: Readonly<Record<string, string>>): Promise<void> {
  const fixed = {
    roleArn: `arn:aws:iam::${account}:role/control-plane`,
    resourcesVpcConfig: { subnetIds: ['subnet-1'] },
  }
  for (const name of others) await eks.send(new CreateClusterCommand({ name, ...fixed }))
  for (const name of ['payments', 'twin']) {
    await eks.send(new CreateClusterCommand({ name, ...fixed, tags: { ...tags, team: 'mesh' } }))
  }
}

async function groupsIn(eks: EKSClient, clusterName: string, principalArn: string) {
  try {
    const { accessEntry } = await eks.send(new DescribeAccessEntryCommand({ clusterName, principalArn }))
    return accessEntry?.kubernetesGroups
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined
    throw error
  }
}

function valueOf<T>(section: Section<T>): T {
  if (section.status === 'failed') throw new Error(`${section.cause}: ${section.detail}`)
  return section.value
}
