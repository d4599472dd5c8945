import type { ResolvedEndpoint } from '../cloud/endpoint.ts'
import { retriesAllowed } from '../wire/retry-delay.ts'

const connectionTimeoutMs = 3000
const attemptTimeoutMs = 8000

/** The SDK has no time-out of its own, and `requestTimeout` alone only logs a warning. */
export function awsSettings(
  region: string,
  options: { readonly attemptTimeoutMs?: number },
  endpoint: ResolvedEndpoint | undefined,
) {
  const requestTimeout = options.attemptTimeoutMs ?? attemptTimeoutMs
  const connectionTimeout = Math.min(connectionTimeoutMs, requestTimeout)
  return {
    region,
    maxAttempts: retriesAllowed + 1,
    requestHandler: {
      connectionTimeout,
      requestTimeout,
      throwOnRequestTimeout: true,
      httpsAgent: endpoint?.caPem ? { ca: endpoint.caPem, keepAlive: true, maxSockets: 50 } : undefined,
    },
    endpoint: endpoint?.url.href,
  }
}

export type AwsSettings = ReturnType<typeof awsSettings>
