import type { STSClient } from '@aws-sdk/client-sts'
import type { ApiAccess, Connector } from '@fleet-auditor/audit/ports/connector.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import type { ScopeOf } from '@fleet-auditor/model/scope.ts'
import { collected, failed, type Section } from '@fleet-auditor/model/section.ts'
import { SignatureV4 } from '@smithy/signature-v4'
import { awsFailure, isGone } from '../aws/aws-failure.ts'
import { privateEndpoint } from '../cloud/failure-of.ts'
import { within } from '../wire/within.ts'
import { hasPublicEndpoint, isRunning, type EksRecord } from './cluster.ts'
import { createEksAccounts, type EksAccount, type EksAccounts, type EksOptions } from './eks-account.ts'

/** Takes endpoint and CA from what discovery described over the same `accounts`, else describes the cluster. */
export function createEksConnector(
  options: EksOptions,
  accounts: EksAccounts = createEksAccounts(options),
): Connector<'eks'> {
  return {
    async connect(cluster, scope, signal) {
      try {
        const account = await accounts(scope, signal)
        const record = account.described.get(cluster.name) ?? (await account.describe(cluster.name, signal))
        return accessTo({ cluster, record, account, scope, options })
      } catch (error) {
        if (isGone(error)) return failed('unreachable', `${cluster.id}: the cloud no longer knows this cluster`)
        return awsFailure(error, cluster.id, 'eks:DescribeCluster', signal)
      }
    },
  }
}

interface ConnectInput {
  readonly cluster: Cluster
  readonly record: EksRecord
  readonly account: EksAccount
  readonly scope: ScopeOf<'eks'>
  readonly options: EksOptions
}

function accessTo(input: ConnectInput): Section<ApiAccess> {
  const { cluster, record, options } = input
  if (!isRunning(record)) return failed('unreachable', `${cluster.id}: not running: its status is ${record.status}`)
  const endpoint = URL.parse(record.endpoint ?? '')
  if (endpoint?.protocol !== 'https:') {
    return failed('malformed', `${cluster.id}: the cloud names no address of its API server`)
  }
  const caPem = Buffer.from(record.certificateAuthority?.data ?? '', 'base64').toString()
  if (!caPem.startsWith('-----BEGIN CERTIFICATE-----')) {
    return failed('malformed', `${cluster.id}: the cloud gave no certificate authority for ${endpoint.host}`)
  }
  if (!hasPublicEndpoint(record) && options.hasPath?.(endpoint.hostname, Number(endpoint.port || 443)) !== true) {
    return privateEndpoint(endpoint.hostname, `${cluster.id}: its API server has no address outside its network`)
  }
  const access: ApiAccess = {
    server: endpoint.origin,
    caPem,
    insecureSkipTlsVerify: false,
    credentials: async (signal) => ({ authorization: `Bearer ${await freshToken(input, signal)}` }),
  }
  return collected(access, options.now())
}

/** Signed at each request (0.1 ms): the second request comes after a 401, when the first token is no help. */
async function freshToken(
  { cluster, record, account, scope, options }: ConnectInput,
  signal: AbortSignal,
): Promise<string> {
  const { sts, eks } = account.clients
  const clockOffset = eks.config.systemClockOffset
  const clusterId = record.outpostConfig === undefined ? record.name : (record.id ?? record.name)
  try {
    return await within(signal, eksToken({ sts, clockOffset, region: scope.region, clusterId, now: options.now() }))
  } catch (error) {
    const { cause, detail, grant } = awsFailure(error, cluster.id, 'sts:AssumeRole', signal)
    throw new AuditorError('collect', detail, { reason: cause, grant, cause: error })
  }
}

interface TokenRequest {
  /** Whose credentials. */
  readonly sts: STSClient
  /** Milliseconds by which AWS's clock, as its answers show it, is ahead of `now`. */
  readonly clockOffset: number
  readonly region: string
  /** What the API server's authenticator expects in `x-k8s-aws-id`: the name, on Outposts the id. */
  readonly clusterId: string
  /** ISO 8601. */
  readonly now: string
}

/**
 * The bearer token of EKS: a presigned GetCallerIdentity that the API server's authenticator sends to STS.
 * It holds for 15 minutes after its date, whatever its `X-Amz-Expires` is.
 * Source: kubernetes-sigs/aws-iam-authenticator, pkg/token.
 */
export async function eksToken({ sts, clockOffset, region, clusterId, now }: TokenRequest): Promise<string> {
  const { credentials, sha256 } = sts.config
  const host = stsHost(sts, region)
  const signer = new SignatureV4({ service: 'sts', region, credentials, sha256 })
  const signed = await signer.presign(
    {
      method: 'GET',
      protocol: 'https:',
      hostname: host,
      path: '/',
      query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
      headers: { host, 'x-k8s-aws-id': clusterId },
    },
    { expiresIn: 60, signingDate: new Date(Date.parse(now) + clockOffset) },
  )
  const query = Object.entries(signed.query ?? {}).map(
    ([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`,
  )
  return `k8s-aws-v1.${Buffer.from(`https://${host}/?${query.join('&')}`).toString('base64url')}`
}

/** STS's own regional host in the region's partition, whatever endpoint the API calls are sent to. */
const stsHost = (sts: STSClient, region: string): string =>
  sts.config.endpointProvider({ Region: region, UseGlobalEndpoint: false, UseFIPS: false, UseDualStack: false }).url
    .host
