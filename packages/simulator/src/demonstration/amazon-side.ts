import { createHash, createHmac } from 'node:crypto'
import { keysFor } from '../clouds/aws/aws-protocol.ts'
import { eksCluster, type AwsState, type EksCluster } from '../clouds/aws/aws-state.ts'
import type { User } from '../kubernetes/user.ts'
import { auditorUser } from './auditor.ts'
import { allowedRanges, externalId, roleOf } from './fleet.ts'
import { awsAccounts, awsRegions, kubernetesVersion } from './places.ts'
import { apiHostOf, type Listed } from './story.ts'

/** Keys of a user of the first account, who may assume the auditor's role in both. */
export const awsCredentials = {
  accessKeyId: 'AKIADEMONSTRATION000',
  secretAccessKey: 'demonstration/secret/access/key',
} as const

/** Tokens that the auditor's role presigned for this cluster. */
export const awsLogin = (account: string, cluster: string): ((token: string) => User | undefined) => {
  const { accessKeyId, secretAccessKey } = keysFor(account, auditorUser.eks.name)
  return (token) => (isEksToken(token, { cluster, accessKeyId, secretAccessKey }) ? auditorUser.eks : undefined)
}

export function awsState(listed: readonly Listed[]): AwsState {
  const clustersIn = (account: string, region: string): readonly EksCluster[] =>
    listed.flatMap((one) => {
      const { place } = one.story
      return place.cloud === 'eks' && place.account === account && place.region === region ? [clusterOf(one)] : []
    })
  return {
    accounts: awsAccounts.map((id, index) => ({
      id,
      accessKeys: index === 0 ? [awsCredentials.accessKeyId] : [],
      roles: [{ arn: roleOf(id), externalId }],
      regions: Object.fromEntries(awsRegions.map((region) => [region, clustersIn(id, region)])),
    })),
    clusterVersions: [
      {
        clusterVersion: kubernetesVersion.eks,
        endOfStandardSupportDate: '2027-03-27T00:00:00Z',
        endOfExtendedSupportDate: '2028-03-27T00:00:00Z',
      },
    ],
  }
}

const clusterOf = ({ story, chapter, caPem }: Listed): EksCluster =>
  eksCluster({
    name: story.cluster,
    endpoint: `https://${apiHostOf(story)}`,
    caPem,
    version: kubernetesVersion.eks,
    publicAccessCidrs: chapter.open ? ['0.0.0.0/0'] : allowedRanges,
    tags: { team: 'commerce' },
  })

const tokenPrefix = 'k8s-aws-v1.'
const clusterHeader = 'x-k8s-aws-id'

/** What an EKS API server expects of a token: who may have signed it, and for which cluster. */
interface ExpectedSigner {
  readonly cluster: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/**
 * Whether a bearer token is a GetCallerIdentity request that this signer presigned for this cluster: the cluster's name
 * is in no part of the URL, only in what was signed (AWS Signature Version 4, query parameters).
 */
export function isEksToken(token: string, signer: ExpectedSigner): boolean {
  const url = token.startsWith(tokenPrefix) ? urlOf(token.slice(tokenPrefix.length)) : undefined
  if (!url || !/^sts\.[a-z0-9-]+\.amazonaws\.com$/.test(url.host)) return false
  const query = url.searchParams
  const [accessKeyId, ...scope] = (query.get('X-Amz-Credential') ?? '').split('/')
  if (query.get('Action') !== 'GetCallerIdentity' || accessKeyId !== signer.accessKeyId) return false
  if (query.get('X-Amz-SignedHeaders') !== `host;${clusterHeader}`) return false
  const request = sha256(canonicalRequest(url, signer.cluster))
  const text = ['AWS4-HMAC-SHA256', query.get('X-Amz-Date') ?? '', scope.join('/'), request].join('\n')
  return hmac(signingKey(signer.secretAccessKey, scope), text).toString('hex') === query.get('X-Amz-Signature')
}

function urlOf(encoded: string): URL | undefined {
  const text = Buffer.from(encoded, 'base64url').toString()
  return URL.canParse(text) ? new URL(text) : undefined
}

function canonicalRequest(url: URL, cluster: string): string {
  const signed = [...url.searchParams].filter(([name]) => name !== 'X-Amz-Signature')
  const query = signed.map(([name, value]) => `${encode(name)}=${encode(value)}`).toSorted()
  const headers = [`host:${url.host}`, `${clusterHeader}:${cluster}`, '']
  return ['GET', url.pathname, query.join('&'), ...headers, `host;${clusterHeader}`, sha256('')].join('\n')
}

/** `encodeURIComponent` leaves four characters that AWS wants encoded. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${(one.codePointAt(0) ?? 0).toString(16).toUpperCase()}`)

/** Date, region, service and `aws4_request`, one inside the other. */
const signingKey = (secret: string, scope: readonly string[]): Buffer => {
  let key: Buffer = Buffer.from(`AWS4${secret}`)
  for (const part of scope) key = hmac(key, part)
  return key
}

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
