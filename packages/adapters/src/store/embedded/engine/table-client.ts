import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Engine } from './engine.ts'

/** The part of the SDK's request that the database reads. */
interface Request {
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

const utf8 = new TextDecoder()
const credentials = { accessKeyId: 'embedded', secretAccessKey: 'embedded' }

/** A client whose requests this process answers: no socket, no signature, no retry. */
export function clientOf(engine: Engine): DynamoDBClient {
  const requestHandler = {
    handle: async ({ headers, body }: Request) => {
      const [, name = ''] = (headers['x-amz-target'] ?? '').split('.')
      const { status, json } = await engine.answer(name, textOf(body))
      return { response: { statusCode: status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: json } }
    },
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
  }
  return new DynamoDBClient({
    requestHandler,
    region: 'embedded',
    endpoint: 'http://embedded.invalid',
    credentials,
    signer: { sign: async (request) => request },
    maxAttempts: 1,
  })
}

function textOf(body: unknown): string {
  if (typeof body === 'string') return body
  if (body instanceof Uint8Array) return utf8.decode(body)
  throw new TypeError('the SDK sent a request without a body')
}
