import type { STSClientConfig } from '@aws-sdk/client-sts'
import type { ResolvedEndpoint } from '../cloud/endpoint.ts'
import { retriesAllowed } from '../wire/retry-delay.ts'

/** How calls to AWS sign in, and how long they may take. */
export interface AwsOptions {
  /** Absent: the SDK's default chain. A scope with a role assumes it from these. */
  readonly credentials?: NonNullable<STSClientConfig['credentials']>
  /** Milliseconds that one attempt of a read may take; the SDK makes three. */
  readonly attemptTimeoutMs?: number
}

const connectionTimeoutMs = 3000
const attemptTimeoutMs = 8000

/** The SDK has no time-out of its own, and `requestTimeout` alone only logs a warning. */
const boundedWaits = (requestTimeout: number) => ({
  connectionTimeout: Math.min(connectionTimeoutMs, requestTimeout),
  requestTimeout,
  throwOnRequestTimeout: true,
})

export function awsSettings(
  region: string,
  options: Pick<AwsOptions, 'attemptTimeoutMs'>,
  endpoint: ResolvedEndpoint | undefined,
) {
  return {
    region,
    maxAttempts: retriesAllowed + 1,
    requestHandler: {
      ...boundedWaits(options.attemptTimeoutMs ?? attemptTimeoutMs),
      httpsAgent: endpoint?.caPem ? { ca: endpoint.caPem, keepAlive: true, maxSockets: 50 } : undefined,
    },
    endpoint: endpoint?.url.href,
  }
}

export type AwsSettings = ReturnType<typeof awsSettings>

export interface AwsClientOptions {
  /** Absent: AWS_ENDPOINT_URL_<SERVICE>, else the service's own. */
  readonly endpoint?: string
  readonly region?: string
  /** Milliseconds one attempt may take. */
  readonly requestTimeoutMs?: number
  readonly maxAttempts?: number
}

/** A client whose waits are all bounded: the SDK's own default is no limit at all. */
export const clientSettings = ({
  endpoint,
  region,
  requestTimeoutMs = 10_000,
  maxAttempts = retriesAllowed + 1,
}: AwsClientOptions) => ({
  maxAttempts,
  requestHandler: boundedWaits(requestTimeoutMs),
  endpoint,
  region,
})
