import { createEksConnector } from '@fleet-auditor/adapters/eks/connector.ts'
import { createEksDiscovery } from '@fleet-auditor/adapters/eks/discovery.ts'
import { createEksAccounts } from '@fleet-auditor/adapters/eks/eks-account.ts'
import { eksCluster } from '@fleet-auditor/simulator/clouds/aws/aws-state.ts'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { containing } from '../matching.ts'
import { account, facts, never, openAws, shop } from './aws-bench.ts'
import { member, roleArn } from './scope-lister-bench.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

const bank = member(1)
/** A member that opted in to a region which the auditor's own account has not. */
const theirs = (regions: readonly string[]) => ({
  id: bank,
  roles: [{ arn: roleArn(bank), externalId: 'fleet-7' }],
  regions: Object.fromEntries(regions.map((region) => [region, [eksCluster({ ...facts, name: `in-${region}` })]])),
})
const scopeIn = (region: string, more: object = {}) =>
  ({ provider: 'eks', account: bank, region, roleArn: roleArn(bank), externalId: 'fleet-7', ...more }) as const

describe('the role of an account is assumed', () => {
  it('at the STS of the auditor’s own region, so that an opt-in region of the member is read', async () => {
    await using bench = await openAws([account([]), theirs(['me-south-1'])])
    const accounts = createEksAccounts({ ...bench.options, region: 'eu-west-1' })
    const scope = scopeIn('me-south-1')
    const listing = await createEksDiscovery(bench.options, accounts).discover(scope, never)
    expect(listing).toMatchObject({ status: 'collected', value: { clusters: [{ name: 'in-me-south-1' }] } })
    if (listing.status === 'failed') return
    const [cluster] = listing.value.clusters
    if (!cluster) return
    const access = await createEksConnector(bench.options, accounts).connect(cluster, scope, never)
    if (access.status === 'failed') throw new Error(access.detail)
    const { authorization = '' } = await access.value.credentials(never)
    const presigned = Buffer.from(authorization.replace('Bearer k8s-aws-v1.', ''), 'base64url').toString()
    expect(presigned).toMatch(/^https:\/\/sts\.me-south-1\.amazonaws\.com\//)
    expect(bench.operations().filter((operation) => operation === 'AssumeRole')).toHaveLength(1)
  })

  it('once for all its regions, also when all are asked for at once', async () => {
    const regions = ['eu-west-1', 'us-east-1', 'eu-central-1', 'me-south-1', 'ap-south-1']
    await using bench = await openAws([account([]), theirs(regions)])
    const discovery = createEksDiscovery({ ...bench.options, region: 'eu-west-1' })
    const found = await Promise.all(regions.map((region) => discovery.discover(scopeIn(region), never)))
    expect(found.map(({ status }) => status)).toEqual(regions.map(() => 'collected'))
    const sts = bench.operations().filter((operation) => /AssumeRole|GetCallerIdentity/.test(operation))
    expect(sts).toEqual(['AssumeRole'])
  })

  it('in a session that names the run', async () => {
    await using bench = await openAws([account([]), theirs([])])
    const discovery = createEksDiscovery({ ...bench.options, region: 'eu-west-1', run: 'run_01:x' })
    // The region is unknown to the member: the refusal names who asked.
    expect(await discovery.discover(scopeIn('eu-west-1'), never)).toMatchObject({ status: 'failed' })
    const accounts = createEksAccounts({ ...bench.options, region: 'eu-west-1', run: 'run_01:x' })
    const opened = await accounts(scopeIn('eu-west-1'), never)
    const { sessionToken = '' } = await opened.clients.sts.config.credentials()
    expect(Buffer.from(sessionToken.replace('IQoJb3JpZ2lu+/==', ''), 'base64').toString()).toBe(
      `arn:aws:sts::${bank}:assumed-role/fleet-auditor/fleet-auditor-run_01-x`,
    )
  })
})

describe('the auditor’s own region', () => {
  it.each([
    ['is what the environment names', 'eu-central-1', 'eu-west-1', 'eu-central-1'],
    ['is the partition’s home where nothing is named', '', 'eu-west-1', 'us-east-1'],
    ['is not one of another partition', 'eu-central-1', 'cn-north-1', 'cn-northwest-1'],
    ['is not one of another partition', 'eu-central-1', 'us-gov-east-1', 'us-gov-west-1'],
  ])('%s', async (_, configured, asked, own) => {
    vi.stubEnv('AWS_REGION', configured)
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere')
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere')
    await using bench = await openAws([account([])])
    const opened = await createEksAccounts(bench.options)({ ...scopeIn(asked) }, never)
    expect(await opened.clients.sts.config.region()).toBe(own)
    expect(await opened.clients.eks.config.region()).toBe(asked)
  })
})

describe('a region that a service control policy closes', () => {
  const denied = (byPolicy: boolean) =>
    account([], { regions: { 'eu-west-1': [] }, deny: [{ action: 'eks:ListClusters', byPolicy }] })
  const own = { provider: 'eks', account: shop, region: 'eu-west-1' } as const

  it('is listed as closed where all regions were asked for', async () => {
    await using bench = await openAws([denied(true)])
    const listing = await createEksDiscovery(bench.options).discover({ ...own, everyRegion: true }, never)
    expect(listing).toMatchObject({
      status: 'collected',
      value: { clusters: [], unseen: [], closedByPolicy: containing('explicit deny in a service control policy') },
    })
  })

  it.each([
    ['that a person named', true, own],
    ['is another matter than a right that the role lacks', false, { ...own, everyRegion: true }],
  ])('%s fails', async (_, byPolicy, scope) => {
    await using bench = await openAws([denied(byPolicy)])
    expect(await createEksDiscovery(bench.options).discover(scope, never)).toMatchObject({
      status: 'failed',
      cause: 'forbidden',
      grant: { kind: 'cloud', provider: 'aws', action: 'eks:ListClusters' },
    })
  })
})
