import { once } from 'node:events'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createTable } from '@fleet-auditor/adapters/store/table/create-table.ts'
import dynalite from 'dynalite'
import { it, onTestFinished } from 'vitest'
import { openEngineDatabase } from '../../store/engine-database.ts'
import { expectAlike } from '../../store/table/differential.ts'

const sequences = Number(process.env['STORE_SEQUENCES'] ?? 60)

it('the embedded database answers any sequence of the store’s calls as dynalite does', async () => {
  const server = dynalite({ createTableMs: 0 }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('dynalite listens on a port')
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const client = new DynamoDBClient({ endpoint: `http://127.0.0.1:${address.port}`, region: 'local', credentials })
  const embedded = await openEngineDatabase()
  onTestFinished(async () => {
    client.destroy()
    server.closeAllConnections()
    server.close()
    await embedded.close()
  })
  await Promise.all([createTable(client, 'alike'), createTable(embedded.client(), 'alike')])
  await expectAlike(embedded.client(), client, 'alike', sequences)
}, 600_000)
