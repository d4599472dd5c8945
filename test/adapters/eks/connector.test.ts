import { createEksConnector } from '@fleet-auditor/adapters/eks/connector.ts'
import { createEksDiscovery } from '@fleet-auditor/adapters/eks/discovery.ts'
import { createEksAccounts, type EksOptions } from '@fleet-auditor/adapters/eks/eks-account.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import { eksCluster, type EksClusterFacts } from '@fleet-auditor/simulator/clouds/aws/aws-state.ts'
import { describe, expect, it } from 'vitest'
import { containing, like } from '../matching.ts'
import { account, caPem, credentials, facts, never, openAws, scope, shop } from './aws-bench.ts'
import { expectedSignature, readToken } from './read-token.ts'

const web: Cluster = {
  id: 'eks:111122223333:eu-west-1/web',
  locator: `arn:aws:eks:eu-west-1:${shop}:cluster/web`,
  name: 'web',
  provider: 'eks',
  scope: `aws:${shop}:eu-west-1`,
  region: 'eu-west-1',
  labels: {},
}

async function accessTo(
  options: EksOptions,
  to: Parameters<ReturnType<typeof createEksConnector>['connect']>[1] = scope,
) {
  const access = await createEksConnector(options).connect(web, to, never)
  if (access.status === 'failed') throw new Error(access.detail)
  return access.value
}

async function authorization(options: EksOptions, to?: Parameters<typeof accessTo>[1]): Promise<string | undefined> {
  return (await (await accessTo(options, to)).credentials(never)).authorization
}

async function connected(cluster: Partial<EksClusterFacts>, options: Partial<EksOptions> = {}) {
  await using bench = await openAws([account([cluster])])
  return await createEksConnector({ ...bench.options, ...options }).connect(web, scope, never)
}

describe('access to an EKS cluster', () => {
  it('has the endpoint and the authority that the cloud gives', async () => {
    expect(await connected({})).toMatchObject({
      status: 'collected',
      value: { server: 'https://0a1b.gr7.eu-west-1.eks.amazonaws.com', caPem, insecureSkipTlsVerify: false },
    })
  })

  it('needs no read of its own after a discovery over the same accounts', async () => {
    await using bench = await openAws([account([{}])])
    const accounts = createEksAccounts(bench.options)
    await createEksDiscovery(bench.options, accounts).discover(scope, never)
    const before = bench.operations().length
    const access = await createEksConnector(bench.options, accounts).connect(web, scope, never)
    expect(access.status).toBe('collected')
    expect(bench.operations()).toHaveLength(before)
  })

  it('is asked for once per login by any number of clusters at once', async () => {
    await using bench = await openAws([account([{}])])
    const connector = createEksConnector(bench.options)
    await Promise.all([1, 2, 3].map(() => connector.connect(web, scope, never)))
    expect(bench.operations().filter((operation) => operation === 'GetCallerIdentity')).toHaveLength(1)
  })

  it('is not lost to its neighbours when one cluster’s time is over', async () => {
    await using bench = await openAws([account([{}])])
    const connector = createEksConnector(bench.options)
    const abort = new AbortController()
    const both = [connector.connect(web, scope, abort.signal), connector.connect(web, scope, never)]
    abort.abort(new DOMException('over', 'TimeoutError'))
    expect(await Promise.all(both)).toMatchObject([{ cause: 'timeout' }, { status: 'collected' }])
  })

  it('is found at the next try when the first login failed', async () => {
    await using bench = await openAws(
      [account([{}])],
      [{ operation: 'GetCallerIdentity', behave: { kind: 'status', status: 400, body: 'no' }, times: 1 }],
    )
    const connector = createEksConnector(bench.options)
    expect(await connector.connect(web, scope, never)).toMatchObject({ status: 'failed' })
    expect(await connector.connect(web, scope, never)).toMatchObject({ status: 'collected' })
  })

  it.each<[string, Partial<EksClusterFacts>, object]>([
    [
      'being created',
      { status: 'CREATING', wire: { endpoint: null } },
      { cause: 'unreachable', detail: containing('CREATING') },
    ],
    ['failed', { status: 'FAILED' }, { cause: 'unreachable', detail: containing('FAILED') }],
    ['without an endpoint', { wire: { endpoint: null } }, { cause: 'malformed', detail: containing('no address') }],
    ['with a plain http endpoint', { endpoint: 'http://plain' }, { cause: 'malformed' }],
    [
      'without an authority',
      { wire: { certificateAuthority: null } },
      { cause: 'malformed', detail: containing('authority') },
    ],
    ['with garbage for an authority', { caPem: 'garbage' }, { cause: 'malformed' }],
    [
      'inside its network only',
      { wire: { resourcesVpcConfig: { endpointPublicAccess: false, endpointPrivateAccess: true } } },
      { cause: 'private-endpoint', grant: { kind: 'action', sentence: containing('resolve or connectTo') } },
    ],
    ['gone', { name: 'other' }, { cause: 'unreachable', detail: containing('no longer knows') }],
  ])('is none to a cluster %s', async (_, cluster, expected) => {
    expect(await connected(cluster)).toMatchObject({ status: 'failed', ...expected })
  })

  it('is there inside the network, when the vantage has a path', async () => {
    const { publicAccessCidrs: _, ...inside } = facts
    await using bench = await openAws([account([], { regions: { 'eu-west-1': [eksCluster(inside)] } })])
    const hasPath = (host: string, port: number) => host.startsWith('0a1b.') && port === 443
    const access = await createEksConnector({ ...bench.options, hasPath }).connect(web, scope, never)
    expect(access.status).toBe('collected')
  })

  it('is refused with the grant that is missing', async () => {
    await using bench = await openAws([account([{}], { deny: [{ action: 'eks:DescribeCluster' }] })])
    expect(await createEksConnector(bench.options).connect(web, scope, never)).toMatchObject({
      cause: 'forbidden',
      grant: { kind: 'cloud', provider: 'aws', action: 'eks:DescribeCluster' },
    })
  })
})

describe('an EKS token', () => {
  it('is a presigned GetCallerIdentity at AWS’s own regional host, bound to the cluster for a minute', async () => {
    await using bench = await openAws([account([{}])])
    const request = readToken(await authorization(bench.options))
    expect(request.origin + request.pathname).toBe('https://sts.eu-west-1.amazonaws.com/')
    expect(Object.fromEntries(request.searchParams)).toEqual({
      Action: 'GetCallerIdentity',
      Version: '2011-06-15',
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'AKIASHOP/20261120/eu-west-1/sts/aws4_request',
      // The SDK learns its clock's offset from AWS's `Date`, which has whole seconds.
      'X-Amz-Date': like(/^20261120T0(20000|15959)Z$/),
      'X-Amz-Expires': '60',
      'X-Amz-SignedHeaders': 'host;x-k8s-aws-id',
      'X-Amz-Signature': expectedSignature(request, 'web', credentials.secretAccessKey),
    })
  })

  it('of an assumed role carries its session, and is signed with its key', async () => {
    const roleArn = `arn:aws:iam::${shop}:role/auditor`
    await using bench = await openAws([account([{}], { roles: [{ arn: roleArn }] })])
    const request = readToken(await authorization(bench.options, { ...scope, roleArn }))
    expect(request.searchParams.get('X-Amz-Credential')).toMatch(/^ASIA111122223333/)
    expect(request.searchParams.get('X-Amz-Security-Token')).toContain('+/==')
    const secret = `secret-of-${shop}`
    expect(request.searchParams.get('X-Amz-Signature')).toBe(expectedSignature(request, 'web', secret))
    expect(bench.operations().filter((operation) => operation === 'AssumeRole')).toHaveLength(1)
  })

  it.each([
    ['eu-west-1', 'sts.eu-west-1.amazonaws.com'],
    ['us-east-1', 'sts.us-east-1.amazonaws.com'],
    ['cn-north-1', 'sts.cn-north-1.amazonaws.com.cn'],
    ['us-gov-west-1', 'sts.us-gov-west-1.amazonaws.com'],
    ['eusc-de-east-1', 'sts.eusc-de-east-1.amazonaws.eu'],
  ])('of %s is for %s', async (region, host) => {
    await using bench = await openAws([account([], { regions: { [region]: [eksCluster(facts)] } })])
    expect(readToken(await authorization(bench.options, { ...scope, region })).host).toBe(host)
  })

  it('of a local cluster on an Outpost names the id', async () => {
    const wire = { id: 'b1c2', outpostConfig: { outpostArns: ['arn:aws:outposts:eu-west-1:1:outpost/op-1'] } }
    await using bench = await openAws([account([{ wire }])])
    const request = readToken(await authorization(bench.options))
    const signature = expectedSignature(request, 'b1c2', credentials.secretAccessKey)
    expect(request.searchParams.get('X-Amz-Signature')).toBe(signature)
  })

  it('is a new one at each request', async () => {
    let minute = 0
    const now = () => `2026-11-20T02:0${minute++}:00.000Z`
    await using bench = await openAws([account([{}])])
    const access = await accessTo({ ...bench.options, now })
    const [first, second] = [await access.credentials(never), await access.credentials(never)]
    expect(first.authorization).not.toBe(second.authorization)
  })

  it('that cannot be made fails with the reason', async () => {
    let loggedIn = true
    const over = Object.assign(new Error('the session has expired'), { name: 'CredentialsProviderError' })
    const fading = async () => {
      if (!loggedIn) throw over
      return { ...credentials, expiration: new Date(0) }
    }
    await using bench = await openAws([account([{}])])
    const access = await accessTo({ ...bench.options, credentials: fading })
    loggedIn = false
    await expect(access.credentials(never)).rejects.toMatchObject({
      code: 'collect',
      message: containing('the session has expired'),
      details: { reason: 'unauthenticated', grant: { kind: 'action' } },
    })
  })

  it('interrupted by Ctrl-C fails as cancelled', async () => {
    await using bench = await openAws([account([{}])])
    const access = await accessTo(bench.options)
    const reason = new AuditorError('cancelled', 'cancelled')
    await expect(access.credentials(AbortSignal.abort(reason))).rejects.toMatchObject({
      code: 'collect',
      details: { reason: 'cancelled' },
    })
  })
})
