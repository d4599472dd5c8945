import { createHash, createHmac } from 'node:crypto'

const prefix = 'k8s-aws-v1.'
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
  const url = token.startsWith(prefix) ? urlOf(token.slice(prefix.length)) : undefined
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
