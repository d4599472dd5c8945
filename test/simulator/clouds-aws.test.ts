import {
  DescribeClusterCommand,
  DescribeClusterVersionsCommand,
  EKSClient,
  ListClustersCommand,
} from '@aws-sdk/client-eks'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { eksCluster, type AwsState } from '@fleet-auditor/simulator/clouds/aws/aws-state.ts'
import { startAws } from '@fleet-auditor/simulator/clouds/aws/aws.ts'
import type { CloudFault } from '@fleet-auditor/simulator/clouds/cloud-fault.ts'
import { describe, expect, it } from 'vitest'

const cluster = (name: string) => eksCluster({ name, endpoint: 'https://A.eks.amazonaws.com', caPem: 'PEM' })
const roleArn = 'arn:aws:iam::222222222222:role/auditor'
const state: AwsState = {
  accounts: [
    {
      id: '111111111111',
      accessKeys: ['AKIAONE'],
      regions: { 'eu-west-1': [cluster('a'), cluster('b'), cluster('c')], 'us-east-1': [cluster('far')] },
      deny: [{ action: 'eks:DescribeCluster', region: 'eu-west-1', cluster: 'b' }],
    },
    { id: '222222222222', roles: [{ arn: roleArn, externalId: 'x-1' }], regions: { 'eu-west-1': [cluster('theirs')] } },
  ],
  clusterVersions: [
    { clusterVersion: '1.35', endOfStandardSupportDate: '2027-03-01', endOfExtendedSupportDate: '2028-03-01' },
  ],
}

async function open(faults: readonly CloudFault[] = [], region = 'eu-west-1', accessKeyId = 'AKIAONE') {
  const server = await startAws(state, { faults })
  const to = { endpoint: server.url, region, maxAttempts: 1 }
  const credentials = { accessKeyId, secretAccessKey: 'secret' }
  return {
    server,
    to,
    eks: new EKSClient({ ...to, credentials }),
    sts: new STSClient({ ...to, credentials }),
    [Symbol.asyncDispose]: () => server.close(),
  }
}

describe('EKS', () => {
  it('lists in pages of the size that is asked for', async () => {
    await using aws = await open()
    const first = await aws.eks.send(new ListClustersCommand({ maxResults: 2 }))
    expect(first.clusters).toEqual(['a', 'b'])
    const second = await aws.eks.send(new ListClustersCommand({ maxResults: 2, nextToken: first.nextToken }))
    expect(second).toMatchObject({ clusters: ['c'] })
    expect(second.nextToken).toBeUndefined()
  })

  it('distinguishes regions by the signature', async () => {
    await using aws = await open([], 'us-east-1')
    expect(await aws.eks.send(new ListClustersCommand({}))).toMatchObject({ clusters: ['far'] })
  })

  it('describes a cluster as the SDK reads it', async () => {
    await using aws = await open()
    expect((await aws.eks.send(new DescribeClusterCommand({ name: 'a' }))).cluster).toMatchObject({
      name: 'a',
      arn: 'arn:aws:eks:eu-west-1:111111111111:cluster/a',
      status: 'ACTIVE',
      createdAt: new Date('2026-03-02T09:00:00.000Z'),
      certificateAuthority: { data: 'UEVN' },
    })
  })

  it('lists until when versions are supported', async () => {
    await using aws = await open()
    expect((await aws.eks.send(new DescribeClusterVersionsCommand({}))).clusterVersions).toMatchObject([
      { clusterVersion: '1.35', endOfStandardSupportDate: new Date('2027-03-01') },
    ])
  })

  it.each([
    ['a cluster that may not be described', 'b', 'AccessDeniedException', 403],
    ['a cluster that is not there', 'z', 'ResourceNotFoundException', 404],
  ])('refuses %s', async (_, name, error, status) => {
    await using aws = await open()
    await expect(aws.eks.send(new DescribeClusterCommand({ name }))).rejects.toMatchObject({
      name: error,
      $metadata: { httpStatusCode: status },
    })
  })

  it.each([
    ['keys that no account has', 'eu-west-1', 'AKIATWO'],
    ['a region that the account did not opt in to', 'ap-east-1', 'AKIAONE'],
  ])('refuses %s', async (_, region, key) => {
    await using aws = await open([], region, key)
    await expect(aws.eks.send(new ListClustersCommand({}))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    })
    await expect(aws.sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
  })

  it('refuses a token for a page that it never gave', async () => {
    await using aws = await open()
    const read = aws.eks.send(new ListClustersCommand({ nextToken: 'nonsense' }))
    await expect(read).rejects.toMatchObject({ name: 'InvalidParameterException' })
  })

  it('answers wrongly where a fault asks for it, and as often', async () => {
    await using aws = await open([{ operation: 'ListClusters', behave: { kind: 'status', status: 502 }, times: 1 }])
    const read = () => aws.eks.send(new ListClustersCommand({}))
    await expect(read()).rejects.toMatchObject({ $metadata: { httpStatusCode: 502 } })
    expect(await read()).toMatchObject({ clusters: ['a', 'b', 'c'] })
  })

  it('is another one the next day', async () => {
    await using aws = await open()
    aws.server.replace({ accounts: [{ id: '111111111111', accessKeys: ['AKIAONE'], regions: { 'eu-west-1': [] } }] })
    expect(await aws.eks.send(new ListClustersCommand({}))).toMatchObject({ clusters: [] })
  })
})

describe('STS', () => {
  it('reports who asks', async () => {
    await using aws = await open()
    expect(await aws.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '111111111111',
      Arn: 'arn:aws:iam::111111111111:user/auditor',
    })
  })

  it('hands out keys of the role’s account', async () => {
    await using aws = await open()
    const assume = new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'run', ExternalId: 'x-1' })
    const { Credentials: keys } = await aws.sts.send(assume)
    const credentials = {
      accessKeyId: keys?.AccessKeyId ?? '',
      secretAccessKey: keys?.SecretAccessKey ?? '',
      sessionToken: keys?.SessionToken ?? '',
    }
    expect(await new STSClient({ ...aws.to, credentials }).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '222222222222',
      Arn: 'arn:aws:sts::222222222222:assumed-role/auditor/run',
    })
    expect(await new EKSClient({ ...aws.to, credentials }).send(new ListClustersCommand({}))).toMatchObject({
      clusters: ['theirs'],
    })
  })

  it.each([
    ['a wrong external id', { RoleArn: roleArn, ExternalId: 'x-2' }],
    ['no external id', { RoleArn: roleArn }],
    ['a role that is not there', { RoleArn: 'arn:aws:iam::222222222222:role/none', ExternalId: 'x-1' }],
  ])('refuses %s', async (_, asked) => {
    await using aws = await open()
    const assume = aws.sts.send(new AssumeRoleCommand({ ...asked, RoleSessionName: 'run' }))
    await expect(assume).rejects.toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } })
  })
})
