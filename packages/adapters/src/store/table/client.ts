import { setTimeout as delay } from 'node:timers/promises'
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'

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

/** How much longer a call may wait that has waited so long for a throttled table, both in milliseconds. */
export type Patience = (waitedMs: number) => number

const longestPauseMs = 5000

/** Of a process that nothing ends. */
export const aMinute: Patience = (waitedMs) => 60_000 - waitedMs

/** Steps until one succeeds, with pauses that grow and differ by chance; false where patience ends first. */
export async function untilDone(patience: Patience, step: () => Promise<boolean>): Promise<boolean> {
  let waitedMs = 0
  for (let tries = 0; ; tries += 1) {
    if (await step()) return true
    const pauseMs = Math.min(longestPauseMs, 50 * 2 ** Math.min(tries, 10)) * (0.5 + Math.random() / 2)
    if (patience(waitedMs) < pauseMs) return false
    await delay(pauseMs)
    waitedMs += pauseMs
  }
}

const throttles = new Set(['ThrottlingException', 'ProvisionedThroughputExceededException', 'RequestLimitExceeded'])

/**
 * Makes the client's calls wait where the table is throttled. The SDK alone gives up within seconds, in its adaptive mode
 * too: all calls of a client share tokens for about 100 retries, and a first run of many findings needs more.
 */
export function waitWhileThrottled(client: DynamoDBClient, patience: Patience): DynamoDBClient {
  client.middlewareStack.add(
    (next) => async (args) => {
      let answer: Awaited<ReturnType<typeof next>> | undefined
      let refused: unknown
      await untilDone(patience, async () => {
        try {
          answer = await next(args)
          return true
        } catch (error) {
          if (!(error instanceof Error) || !throttles.has(error.name)) throw error
          refused = error
          return false
        }
      })
      if (answer) return answer
      throw refused
    },
    { step: 'initialize', name: 'waitWhileThrottled' },
  )
  return client
}
