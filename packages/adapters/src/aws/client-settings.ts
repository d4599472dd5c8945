export interface AwsClientOptions {
  /** Absent: AWS_ENDPOINT_URL_<SERVICE>, else the service's own. */
  readonly endpoint?: string
  readonly region?: string
  /** Milliseconds one attempt may take. */
  readonly requestTimeoutMs?: number
  readonly maxAttempts?: number
}

/** A client whose waits are all bounded: the SDK's own default is no limit at all. */
export const clientSettings = ({ endpoint, region, requestTimeoutMs = 10_000, maxAttempts = 3 }: AwsClientOptions) => ({
  maxAttempts,
  requestHandler: { connectionTimeout: 3000, requestTimeout: requestTimeoutMs, throwOnRequestTimeout: true },
  endpoint,
  region,
})
