import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'

export interface ClientOptions {
  readonly endpoint?: string
  readonly region?: string
  readonly credentials?: NonNullable<DynamoDBClientConfig['credentials']>
}

/**
 * A client that never waits for ever: the SDK's own default is no limit at all. Retries are safe, for every write of
 * the store may be repeated.
 */
export const createClient = ({ endpoint, region, credentials }: ClientOptions): DynamoDBClient =>
  new DynamoDBClient({
    maxAttempts: 5,
    requestHandler: {
      connectionTimeout: 3000,
      requestTimeout: 10_000,
      throwOnRequestTimeout: true,
      httpsAgent: { keepAlive: true, maxSockets: 64 },
      httpAgent: { keepAlive: true, maxSockets: 64 },
    },
    endpoint,
    region,
    credentials,
  })
