import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  AssociateAccessPolicyCommand,
  CreateAccessEntryCommand,
  CreateClusterCommand,
  DescribeAccessEntryCommand,
  DescribeClusterCommand,
  EKSClient,
  ListAccessEntriesCommand,
  ListAssociatedAccessPoliciesCommand,
  paginateListClusters,
} from '@aws-sdk/client-eks'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWith } from './available.ts'
import { startMoto } from './moto.ts'
import type { Moto } from './moto.ts'
import { temporaryFolder } from './temporary-folder.ts'
import type { TemporaryFolder } from './temporary-folder.ts'

const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' }
const principalArn = 'arn:aws:iam::123456789012:role/audit/fleet-auditor'
const policyArn = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy'

describeWith(['moto'], 'EKS of moto', () => {
  let moto: Moto
  let eks: EKSClient
  let folder: TemporaryFolder
  beforeAll(async () => {
    folder = await temporaryFolder('moto-test')
    moto = await startMoto()
    eks = new EKSClient({ endpoint: moto.url, region: 'eu-central-1', credentials, maxAttempts: 1 })
    const caFile = join(folder.path, 'ca.pem')
    await writeFile(caFile, 'a certificate')
    for (const name of ['one', 'two', 'three']) {
      const tags = { 'test:endpoint': `https://127.0.0.1:1/${name}`, 'test:ca-file': caFile, team: 'mesh' }
      const fixed = { roleArn: principalArn, resourcesVpcConfig: { subnetIds: ['subnet-1'] } }
      await eks.send(new CreateClusterCommand({ name, tags, ...fixed, accessConfig: { authenticationMode: 'API' } }))
    }
  })
  afterAll(async () => {
    eks?.destroy()
    await moto?.close()
    await folder?.remove()
  })

  it('lists clusters page by page', async () => {
    const pages: string[][] = []
    for await (const page of paginateListClusters({ client: eks }, { maxResults: 2 })) pages.push(page.clusters ?? [])
    expect(pages).toEqual([['one', 'three'], ['two']])
  })

  it('describes a cluster with the endpoint and authority of its tags', async () => {
    const { cluster } = await eks.send(new DescribeClusterCommand({ name: 'two' }))
    expect(cluster).toMatchObject({
      endpoint: 'https://127.0.0.1:1/two',
      certificateAuthority: { data: Buffer.from('a certificate').toString('base64') },
      accessConfig: { authenticationMode: 'API' },
      tags: { team: 'mesh' },
      status: 'ACTIVE',
    })
    expect(Object.keys(cluster?.tags ?? {})).toEqual(['team'])
  })

  it('keeps access entries and their policies', async () => {
    const entry = { clusterName: 'one', principalArn }
    await eks.send(new CreateAccessEntryCommand({ ...entry, kubernetesGroups: ['auditors'] }))
    await eks.send(new AssociateAccessPolicyCommand({ ...entry, policyArn, accessScope: { type: 'cluster' } }))
    const { accessEntries } = await eks.send(new ListAccessEntriesCommand({ clusterName: 'one' }))
    const { accessEntry } = await eks.send(new DescribeAccessEntryCommand(entry))
    const { associatedAccessPolicies } = await eks.send(new ListAssociatedAccessPoliciesCommand(entry))
    expect(accessEntries).toEqual([principalArn])
    expect(accessEntry).toMatchObject({ kubernetesGroups: ['auditors'], type: 'STANDARD', username: principalArn })
    expect(associatedAccessPolicies).toMatchObject([{ policyArn, accessScope: { type: 'cluster' } }])
  })

  it('reports that a principal has no entry', async () => {
    const asked = new DescribeAccessEntryCommand({ clusterName: 'two', principalArn })
    await expect(eks.send(asked)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })
})
