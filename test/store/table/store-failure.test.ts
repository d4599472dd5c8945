import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createStore } from '@fleet-auditor/adapters/store/table-store.ts'
import { createClient } from '@fleet-auditor/adapters/store/table/client.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { afterEach, describe, expect, it } from 'vitest'
import { fixedNow } from '../contract/store-bench.ts'

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
let server: Server | undefined

afterEach(async () => {
  server?.closeAllConnections()
  server?.close()
})

/** An endpoint that answers everything alike; `undefined`: never. */
async function endpointThat(answers: { status: number; body: string } | undefined): Promise<string> {
  server = createServer((_, response) => {
    if (answers) response.writeHead(answers.status, { 'content-type': 'application/x-amz-json-1.0' }).end(answers.body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // an address of a TCP server is never a path
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}`
}

const fault = (type: string) => JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'no' })

describe('a table that cannot be used', () => {
  it.each([
    ['missing', 400, fault('ResourceNotFoundException'), 'the table does not exist', 'create'],
    ['forbidden', 400, fault('AccessDeniedException'), 'may not be used with these credentials', 'allow'],
    [
      'throttled',
      400,
      fault('ProvisionedThroughputExceededException'),
      'the table is throttled',
      'raise the write capacity',
    ],
    ['throttled as an account', 400, fault('RequestLimitExceeded'), 'the table is throttled', 'request limit'],
    ['expired login', 400, fault('ExpiredTokenException'), 'the credentials have expired', 'log in'],
    ['HTML', 200, '<html>sign in</html>', 'the store failed', 'run again'],
  ])('(%s) is named with its place and a remedy', async (name, status, body, message, remedy) => {
    const endpoint = await endpointThat({ status, body })
    const client = new DynamoDBClient({ endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 })
    const store = createStore({ client, table: 'fleet', now: fixedNow })
    const error = await store.readRun('run-1').catch((thrown: unknown) => thrown)
    if (!(error instanceof AuditorError)) throw error
    expect(error.code).toBe(name.startsWith('throttled') ? 'throttled' : 'store')
    expect(error.message).toContain(message)
    expect(error.details.place).toBe(`table fleet, ${endpoint}`)
    expect(error.details.remedy).toContain(remedy)
    await store.close()
  })

  it('cannot be reached', async () => {
    const endpoint = await endpointThat(undefined)
    server?.close()
    const client = createClient({ endpoint, region: 'eu-west-1', credentials })
    const store = createStore({ client, table: 'fleet', now: fixedNow })
    await expect(store.listRuns(1)).rejects.toMatchObject({
      code: 'store',
      message: `the database cannot be reached (table fleet, ${endpoint})`,
    })
    await store.close()
  })

  it('never answers', async () => {
    const endpoint = await endpointThat(undefined)
    const requestHandler = { requestTimeout: 100, throwOnRequestTimeout: true }
    const client = new DynamoDBClient({ endpoint, region: 'x', credentials, maxAttempts: 1, requestHandler })
    const store = createStore({ client, table: 'fleet', now: fixedNow })
    await expect(store.listRuns(1)).rejects.toMatchObject({
      code: 'store',
      message: `the database does not answer in time (table fleet, ${endpoint})`,
    })
    await store.close()
  })
})
