import { createHash, createHmac } from 'node:crypto'

/** The presigned request inside a token. */
export function readToken(authorization: string | undefined): URL {
  const token = /^Bearer k8s-aws-v1\.([\w-]+)$/.exec(authorization ?? '')?.[1] ?? ''
  return new URL(Buffer.from(token, 'base64url').toString())
}

/**
 * The signature that the request should have, from the Signature Version 4 documentation and node:crypto alone.
 * Source: docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
export function expectedSignature(request: URL, clusterId: string, secret: string): string {
  const [, date = '', region = '', service = ''] = (request.searchParams.get('X-Amz-Credential') ?? '').split('/')
  const query = [...request.searchParams]
    .filter(([key]) => key !== 'X-Amz-Signature')
    .map(([key, value]) => `${encoded(key)}=${encoded(value)}`)
    .toSorted()
  const headers = `host:${request.host}\nx-k8s-aws-id:${clusterId}\n`
  const canonical = ['GET', '/', query.join('&'), headers, 'host;x-k8s-aws-id', sha256('')].join('\n')
  const scope = `${date}/${region}/${service}/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', request.searchParams.get('X-Amz-Date'), scope, sha256(canonical)].join('\n')
  let key: Buffer | string = `AWS4${secret}`
  for (const part of [date, region, service, 'aws4_request']) key = hmac(key, part)
  return hmac(key, toSign).toString('hex')
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest()
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
