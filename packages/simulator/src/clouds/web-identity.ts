import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomUUID,
  sign,
  verify,
} from 'node:crypto'

interface WebIdentityClaims {
  readonly iss: string
  readonly aud: string
  readonly sub: string
  /** Seconds since 1970. */
  readonly iat: number
  readonly exp: number
  readonly [claim: string]: unknown
}

/** An AWS account's outbound issuer. Who trusts it verifies with it, as others do with its published keys. */
export interface WebIdentityIssuer {
  readonly url: string
  sign(claims: Omit<WebIdentityClaims, 'iss'>): string
  /** `undefined`: not signed by this issuer. Proves nothing about time, audience and subject. */
  verify(jwt: string): WebIdentityClaims | undefined
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** RS256, as `SigningAlgorithm` is asked for. Source: IAM user guide, outbound identity federation. */
export function createWebIdentityIssuer(): WebIdentityIssuer {
  const url = `https://${randomUUID()}.tokens.sts.global.api.aws`
  const pem = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' })
  const key = createPrivateKey(pem)
  const publicKey = createPublicKey(key)
  const kid = createHash('sha256').update(url).digest('hex').slice(0, 16)
  return {
    url,
    sign(claims) {
      const signed = `${part({ alg: 'RS256', typ: 'JWT', kid })}.${part({ iss: url, ...claims })}`
      return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`
    },
    verify(jwt) {
      const [head = '', body = '', signature = ''] = jwt.split('.')
      const good = verify('sha256', Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, 'base64url'))
      return good ? (JSON.parse(Buffer.from(body, 'base64url').toString()) as WebIdentityClaims) : undefined // signed above
    },
  }
}
