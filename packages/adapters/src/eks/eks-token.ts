import type { STSClient } from '@aws-sdk/client-sts'
import { SignatureV4 } from '@smithy/signature-v4'

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
