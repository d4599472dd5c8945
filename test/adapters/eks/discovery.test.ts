import { createEksDiscovery } from '@fleet-auditor/adapters/eks/discovery.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { CloudFacts } from '@fleet-auditor/model/cloud-facts.ts'
import { eksCluster, type AwsAccount, type EksCluster } from '@fleet-auditor/simulator/clouds/aws/aws-state.ts'
import type { CloudMisbehaviour } from '@fleet-auditor/simulator/clouds/cloud-fault.ts'
import { describe, expect, it } from 'vitest'
import { containing } from '../matching.ts'
import { account, facts, never, now, openAws, scope, shop } from './aws-bench.ts'

const listing = { kind: 'cloud', provider: 'aws', action: 'eks:ListClusters' }

async function discover(accounts: readonly AwsAccount[], given: Partial<typeof scope> & object = {}) {
  await using bench = await openAws(accounts)
  return await createEksDiscovery(bench.options).discover({ ...scope, ...given }, never)
}

async function factsOf(cluster: EksCluster): Promise<CloudFacts | undefined> {
  const found = await discover([account([], { regions: { 'eu-west-1': [cluster] } })])
  const cloud = found.status === 'collected' ? found.value.clusters[0]?.cloud : undefined
  return cloud?.status === 'collected' ? cloud.value : undefined
}

describe('an EKS listing', () => {
  it('has every cluster with its identity and its facts', async () => {
    const versions = [
      { clusterVersion: '1.35', endOfStandardSupportDate: '2027-03-01', endOfExtendedSupportDate: '2028-03-01' },
    ]
    await using bench = await openAws([account([{ tags: { team: 'shop' } }])], [], { clusterVersions: versions })
    expect(await createEksDiscovery(bench.options).discover(scope, never)).toEqual({
      status: 'collected',
      at: now(),
      value: {
        unseen: [],
        clusters: [
          {
            id: 'eks:111122223333:eu-west-1/web',
            locator: 'arn:aws:eks:eu-west-1:111122223333:cluster/web',
            name: 'web',
            provider: 'eks',
            scope: 'aws:111122223333:eu-west-1',
            region: 'eu-west-1',
            labels: { team: 'shop' },
            cloud: {
              status: 'collected',
              at: now(),
              value: {
                status: 'ACTIVE',
                running: true,
                version: '1.35',
                region: 'eu-west-1',
                createdAt: '2026-03-02T09:00:00.000Z',
                life: '2026-03-02T09:00:00.000Z',
                endpoint: { public: true, private: true, authorizedRanges: ['0.0.0.0/0'], externalDns: false },
                support: { extended: false, standardUntil: '2027-03-01', extendedUntil: '2028-03-01' },
                autopilot: false,
                labels: { team: 'shop' },
              },
            },
          },
        ],
      },
    })
  })

  it('of 250 clusters is three pages, each cluster once', async () => {
    const names = Array.from({ length: 250 }, (_, index) => ({ name: `c-${index}` }))
    await using bench = await openAws([account(names)])
    const found = await createEksDiscovery(bench.options).discover(scope, never)
    const clusters = found.status === 'collected' ? found.value.clusters : []
    expect(clusters.map(({ name }) => name)).toEqual(names.map(({ name }) => name))
    const asked = Map.groupBy(bench.operations(), (operation) => operation)
    expect(Object.fromEntries([...asked].map(([operation, all]) => [operation, all.length]))).toEqual({
      GetCallerIdentity: 1,
      ListClusters: 3,
      DescribeClusterVersions: 1,
      DescribeCluster: 250,
    })
    const paths = bench.server.requests().map(({ path }) => path)
    expect(paths.filter((path) => path.includes('include='))).toEqual([])
  })

  it('without clusters asks no more than that', async () => {
    await using bench = await openAws([account([])])
    expect(await createEksDiscovery(bench.options).discover(scope, never)).toMatchObject({ value: { clusters: [] } })
    expect(bench.operations()).toEqual(['GetCallerIdentity', 'ListClusters'])
  })

  it('goes on in one region while another is refused', async () => {
    const one = account([{}], {
      regions: { 'eu-west-1': [eksCluster(facts)], 'us-east-1': [] },
      deny: [{ action: 'eks:ListClusters', region: 'us-east-1' }],
    })
    await using bench = await openAws([one])
    const discovery = createEksDiscovery(bench.options)
    const both = await Promise.all(
      ['eu-west-1', 'us-east-1'].map((region) => discovery.discover({ ...scope, region }, never)),
    )
    expect(both).toMatchObject([
      { status: 'collected', value: { clusters: [{ name: 'web' }] } },
      { status: 'failed', cause: 'forbidden', grant: listing, detail: containing('aws:111122223333:us-east-1') },
    ])
  })

  it('of a region that the account did not opt in to fails as unauthenticated', async () => {
    expect(await discover([account([{}])], { region: 'ap-east-1' as 'eu-west-1' })).toMatchObject({
      cause: 'unauthenticated',
      grant: { kind: 'action', sentence: containing('opted in') },
    })
  })

  it('has a cluster that may not be described, with the grant that is missing', async () => {
    const one = account([{}, { name: 'vault' }], { deny: [{ action: 'eks:DescribeCluster', cluster: 'vault' }] })
    expect(await discover([one])).toMatchObject({
      status: 'collected',
      value: {
        clusters: [
          { name: 'web', cloud: { status: 'collected' } },
          {
            id: 'eks:111122223333:eu-west-1/vault',
            locator: 'arn:aws:eks:eu-west-1:111122223333:cluster/vault',
            labels: {},
            cloud: { status: 'failed', cause: 'forbidden', grant: { ...listing, action: 'eks:DescribeCluster' } },
          },
        ],
      },
    })
  })

  it('has a cluster that was deleted meanwhile', async () => {
    const regions = { 'eu-west-1': [{ ...eksCluster(facts), gone: true }] }
    expect(await discover([account([], { regions })])).toMatchObject({
      value: { clusters: [{ cloud: { cause: 'unreachable', detail: containing('no longer knows') } }] },
    })
  })

  it('has its facts without support dates where they are refused, and why', async () => {
    const one = account([{}], { deny: [{ action: 'eks:DescribeClusterVersions' }] })
    const grant = { kind: 'cloud', provider: 'aws', action: 'eks:DescribeClusterVersions' }
    expect(await discover([one])).toMatchObject({
      value: {
        clusters: [{ cloud: { value: { support: { extended: false, unread: { cause: 'forbidden', grant } } } } }],
      },
    })
  })

  it.each([
    ['no dates at all', '{}'],
    ['the same page without end', '{"clusterVersions":[],"nextToken":"again"}'],
  ])('names why support dates are missing: %s', async (_, body) => {
    const fault = { operation: 'DescribeClusterVersions', behave: { kind: 'status', status: 200, body } } as const
    await using bench = await openAws([account([{}])], [fault])
    expect(await createEksDiscovery(bench.options).discover(scope, never)).toMatchObject({
      value: { clusters: [{ cloud: { value: { support: { unread: { cause: 'malformed' } } } } }] },
    })
  })

  it('asks for support dates once for any number of listings', async () => {
    await using bench = await openAws([account([{}])])
    const discovery = createEksDiscovery(bench.options)
    await discovery.discover(scope, never)
    await discovery.discover(scope, never)
    const asked = bench.operations().filter((operation) => operation === 'DescribeClusterVersions')
    expect(asked).toHaveLength(1)
  })
})

describe('EKS cloud facts', () => {
  const wire = (resourcesVpcConfig: object) => eksCluster({ ...facts, wire: { resourcesVpcConfig } })
  it.each<[string, EksCluster, object]>([
    [
      'of 2018 are public, open and without a tier',
      {
        name: 'old',
        status: 'ACTIVE',
        createdAt: 1_528_000_000,
        version: '1.10',
        endpoint: 'https://OLD.yl4.us-west-2.eks.amazonaws.com',
        certificateAuthority: { data: 'LS0t' },
        resourcesVpcConfig: { subnetIds: ['subnet-1'], securityGroupIds: [], vpcId: 'vpc-1' },
      },
      {
        endpoint: { public: true, private: false, authorizedRanges: null },
        support: { extended: false },
        running: true,
      },
    ],
    [
      'know a private endpoint',
      eksCluster({ name: 'in', endpoint: facts.endpoint, caPem: '' }),
      { endpoint: { public: false, private: true } },
    ],
    [
      'hold two halves of the Internet as ranges',
      eksCluster({ ...facts, publicAccessCidrs: ['0.0.0.0/1', '128.0.0.0/1'] }),
      { endpoint: { authorizedRanges: ['0.0.0.0/1', '128.0.0.0/1'] } },
    ],
    [
      'are public without ranges',
      wire({ endpointPublicAccess: true, publicAccessCidrs: [] }),
      { endpoint: { public: true, authorizedRanges: null } },
    ],
    [
      'do without a network configuration',
      eksCluster({ ...facts, wire: { resourcesVpcConfig: null } }),
      { endpoint: { public: true, authorizedRanges: null } },
    ],
    [
      'of a cluster being created have no endpoint',
      { name: 'new', status: 'CREATING' },
      { status: 'CREATING', running: false },
    ],
    [
      'of a cluster being updated are running',
      eksCluster({ ...facts, status: 'UPDATING' }),
      { status: 'UPDATING', running: true },
    ],
    ['of a cluster being deleted are not running', eksCluster({ ...facts, status: 'DELETING' }), { running: false }],
    [
      'of an unknown state are not running',
      eksCluster({ ...facts, status: 'HIBERNATED' }),
      { status: 'HIBERNATED', running: false },
    ],
    ['know extended support', eksCluster({ ...facts, extendedSupport: true }), { support: { extended: true } }],
    ['know Auto Mode', eksCluster({ ...facts, wire: { computeConfig: { enabled: true } } }), { autopilot: true }],
  ])('%s', async (_, cluster, expected) => {
    expect(await factsOf(cluster)).toMatchObject(expected)
  })
})

describe('EKS credentials', () => {
  const bank = '444455556666'
  const roleArn = `arn:aws:iam::${bank}:role/auditor`
  const theirs = {
    ...account([{ name: 'ledger' }]),
    id: bank,
    accessKeys: [],
    roles: [{ arn: roleArn, externalId: 'fleet-7' }],
  }
  const toBank = { provider: 'eks', account: bank, region: 'eu-west-1', roleArn } as const

  it('of an assumed role list the role’s account', async () => {
    await using bench = await openAws([account([{}]), theirs])
    const found = await createEksDiscovery(bench.options).discover({ ...toBank, externalId: 'fleet-7' }, never)
    expect(found).toMatchObject({
      value: {
        clusters: [{ locator: `arn:aws:eks:eu-west-1:${bank}:cluster/ledger`, cloud: { status: 'collected' } }],
      },
    })
    expect(bench.operations().filter((operation) => operation === 'AssumeRole')).toHaveLength(1)
  })

  it.each([
    ['with a wrong external id', { ...toBank, externalId: 'fleet-8' }],
    ['without an external id', toBank],
    ['of a role that does not exist', { ...toBank, roleArn: `${roleArn}-2`, externalId: 'fleet-7' }],
  ])('%s are refused by the role', async (_, wanted) => {
    await using bench = await openAws([account([{}]), theirs])
    expect(await createEksDiscovery(bench.options).discover(wanted, never)).toMatchObject({
      status: 'failed',
      cause: 'forbidden',
      detail: containing('sts:AssumeRole'),
      grant: { kind: 'cloud', provider: 'aws', action: 'sts:AssumeRole' },
    })
  })

  it.each([
    ['that are ambient and of another account', { ...toBank, roleArn: undefined }],
    ['of a role in another account', { ...toBank, account: '777788889999', externalId: 'fleet-7' }],
  ])('%s are reported, and nothing is listed', async (_, { roleArn: role, ...wanted }) => {
    await using bench = await openAws([account([{}]), theirs])
    const found = await createEksDiscovery(bench.options).discover(
      { ...wanted, ...(role ? { roleArn: role } : {}) },
      never,
    )
    expect(found).toMatchObject({
      status: 'failed',
      cause: 'unauthenticated',
      detail: containing(`the credentials belong to account ${role ? bank : shop}`),
      grant: { kind: 'action', sentence: containing(`of account ${wanted.account}`) },
    })
    expect(bench.operations()).not.toContain('ListClusters')
  })

  it('with unknown keys are reported as unauthenticated', async () => {
    await using bench = await openAws([account([{}], { accessKeys: [] })])
    expect(await createEksDiscovery(bench.options).discover(scope, never)).toMatchObject({
      cause: 'unauthenticated',
      detail: containing('InvalidClientTokenId'),
    })
  })

  it('from a chain that gives none are reported as unauthenticated', async () => {
    await using bench = await openAws([account([{}])])
    const none = () => Promise.reject(Object.assign(new Error('no providers'), { name: 'CredentialsProviderError' }))
    const found = await createEksDiscovery({ ...bench.options, credentials: none }).discover(scope, never)
    expect(found).toMatchObject({ cause: 'unauthenticated', detail: containing('no providers') })
  })
})

describe('an EKS listing with wrong answers', () => {
  const awsError = (status: number, type: string): CloudMisbehaviour => ({
    kind: 'status',
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': type },
    body: JSON.stringify({ message: 'no' }),
  })
  const stsError = (code: string): CloudMisbehaviour => ({
    kind: 'status',
    status: 403,
    headers: { 'content-type': 'text/xml' },
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
  })
  it.each<[string, string, CloudMisbehaviour, string]>([
    ['HTML 502', 'ListClusters', { kind: 'status', status: 502 }, 'unreachable'],
    ['HTML 403 of a proxy', 'ListClusters', { kind: 'status', status: 403 }, 'forbidden'],
    ['HTML instead of JSON', 'ListClusters', { kind: 'garbage' }, 'malformed'],
    ['truncated JSON', 'ListClusters', { kind: 'truncated' }, 'malformed'],
    ['a body without end', 'ListClusters', { kind: 'huge', bytes: 2 ** 30 }, 'too-large'],
    ['a redirect', 'ListClusters', { kind: 'redirect', to: 'https://127.0.0.1:9/' }, 'malformed'],
    ['a broken connection', 'ListClusters', { kind: 'reset' }, 'unreachable'],
    ['throttling', 'ListClusters', awsError(429, 'TooManyRequestsException'), 'throttled'],
    ['an expired token', 'ListClusters', awsError(403, 'ExpiredTokenException'), 'unauthenticated'],
    ['an unknown error', 'ListClusters', awsError(400, 'InvalidParameterException'), 'malformed'],
    [
      'the same page without end',
      'ListClusters',
      { kind: 'status', status: 200, body: '{"clusters":["web"],"nextToken":"again"}' },
      'malformed',
    ],
    ['no list of names', 'ListClusters', { kind: 'status', status: 200, body: '{}' }, 'malformed'],
    ['names that are none', 'ListClusters', { kind: 'status', status: 200, body: '{"clusters":[7]}' }, 'malformed'],
    ['an expired token at STS', 'GetCallerIdentity', stsError('ExpiredToken'), 'unauthenticated'],
    ['HTML at STS', 'GetCallerIdentity', { kind: 'garbage' }, 'malformed'],
    ['HTML 503 at STS', 'GetCallerIdentity', { kind: 'status', status: 503 }, 'unreachable'],
  ])('fails with %s at %s', async (_, operation, behave, cause) => {
    await using bench = await openAws([account([{}])], [{ operation, behave }])
    const found = await createEksDiscovery(bench.options).discover(scope, never)
    expect(found).toMatchObject({ status: 'failed', cause })
    expect(JSON.stringify(found)).not.toMatch(/<html|shop-secret/i)
  })

  it('still has a cluster whose description is no JSON', async () => {
    await using bench = await openAws([account([{}])], [{ operation: 'DescribeCluster', behave: { kind: 'garbage' } }])
    expect(await createEksDiscovery(bench.options).discover(scope, never)).toMatchObject({
      value: { clusters: [{ name: 'web', cloud: { status: 'failed', cause: 'malformed' } }] },
    })
  })

  it('succeeds by a retry after a passing failure', async () => {
    await using bench = await openAws(
      [account([{}])],
      [{ operation: 'ListClusters', behave: { kind: 'status', status: 503 }, times: 1 }],
    )
    expect(await createEksDiscovery(bench.options).discover(scope, never)).toMatchObject({ status: 'collected' })
  })

  it('fails as unreachable where nothing listens', async () => {
    await using bench = await openAws([account([{}])])
    await bench.server.close()
    const found = await createEksDiscovery(bench.options).discover(scope, never)
    expect(found).toMatchObject({ cause: 'unreachable', detail: containing('ECONNREFUSED') })
  })

  it('fails with the remedy for a certificate of an unknown authority', async () => {
    await using bench = await openAws([account([{}])])
    const endpoint = { url: bench.server.url }
    const found = await createEksDiscovery({ ...bench.options, endpoints: { eks: endpoint, sts: endpoint } }).discover(
      scope,
      never,
    )
    expect(found).toMatchObject({ cause: 'unreachable', detail: containing('ca under endpoints') })
  })

  it('fails with the place of an authority’s file that is missing', async () => {
    await using bench = await openAws([account([{}])])
    const eks = { url: bench.server.url, ca: '/nowhere/ca.pem' }
    const found = await createEksDiscovery({
      ...bench.options,
      endpoints: { ...bench.options.endpoints, eks },
    }).discover(scope, never)
    expect(found).toMatchObject({ cause: 'tool-error', detail: containing('/nowhere/ca.pem') })
  })
})

describe('an EKS listing that is ended', () => {
  it.each<[string, string, unknown, string]>([
    ['the time of the scope', 'ListClusters', new DOMException('over', 'TimeoutError'), 'timeout'],
    ['the time of the scope, at STS', 'GetCallerIdentity', new DOMException('over', 'TimeoutError'), 'timeout'],
    ['Ctrl-C', 'ListClusters', new AuditorError('cancelled', 'cancelled'), 'cancelled'],
  ])('by %s fails with that cause', async (_, operation, reason, cause) => {
    await using bench = await openAws([account([{}])], [{ operation, behave: { kind: 'hang' } }])
    const abort = new AbortController()
    const found = createEksDiscovery(bench.options).discover(scope, abort.signal)
    await expect.poll(() => bench.operations()).toContain(operation)
    abort.abort(reason)
    expect(await found).toMatchObject({ status: 'failed', cause })
  })

  it('by its own time limit fails as a timeout when a server never answers', async () => {
    await using bench = await openAws([account([{}])], [{ operation: 'ListClusters', behave: { kind: 'hang' } }])
    const found = await createEksDiscovery({ ...bench.options, attemptTimeoutMs: 100 }).discover(scope, never)
    expect(found).toMatchObject({ cause: 'timeout' })
    expect(bench.operations().filter((operation) => operation === 'ListClusters')).toHaveLength(3)
  })

  it('while clusters are described is still whole', async () => {
    await using bench = await openAws([account([{}])], [{ operation: 'DescribeCluster', behave: { kind: 'hang' } }])
    const abort = new AbortController()
    const found = createEksDiscovery(bench.options).discover(scope, abort.signal)
    await expect.poll(() => bench.operations()).toContain('DescribeCluster')
    abort.abort(new DOMException('over', 'TimeoutError'))
    expect(await found).toMatchObject({ value: { clusters: [{ name: 'web', cloud: { cause: 'timeout' } }] } })
  })
})
