import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { aMinute, waitWhileThrottled, type Patience } from './patience.ts'

type Logger = NonNullable<DynamoDBClientConfig['logger']>

export interface ClientOptions {
  readonly endpoint?: string
  readonly region?: string
  readonly credentials?: NonNullable<DynamoDBClientConfig['credentials']>
  readonly patience?: Patience
}

/**
 * Logs nothing, as the SDK's own default. That one has an `info`, for which the SDK copies every input and output
 * without what is sensitive, only to drop the copies.
 */
// the SDK asks whether `info` is there before it calls it; its type knows of no logger without
const quietLogger = { debug: () => {}, warn: () => {}, error: () => {} } as unknown as Logger

/**
 * A client whose requests time out (the SDK's own default is no limit at all) and wait while throttled. Retries are safe, since every write of
 * the store may be repeated.
 */
export function createClient({ endpoint, region, credentials, patience = aMinute }: ClientOptions): DynamoDBClient {
  const client = new DynamoDBClient({
    maxAttempts: 5,
    logger: quietLogger,
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
  return waitWhileThrottled(client, patience)
}
