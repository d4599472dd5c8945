import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { CreateTableCommand } from '@aws-sdk/client-dynamodb'
import { createClient } from '@fleet-auditor/adapters/store/table/client.ts'
import dynalite from 'dynalite'
import { z } from 'zod'
import type { Plan } from '../plan/plan-shape.ts'
import { inputsOf } from '../planned/planned-resources.ts'

const Key = { hashKey: z.string(), rangeKey: z.string() }
const Table = z.object({
  name: z.string(),
  ...Key,
  attributes: z.array(z.object({ name: z.string(), type: z.literal('S') })),
  globalSecondaryIndexes: z.array(z.object({ name: z.string(), ...Key, projectionType: z.literal('ALL') })),
})

/** The table of a plan, made as planned in a DynamoDB on loopback that remembers what it was asked. */
export async function startPlannedTable(plan: Plan) {
  const table = Table.parse(inputsOf(plan, 'Table'))
  const actions: string[] = []
  const server = dynalite({ createTableMs: 0 })
  server.prependListener('request', ({ headers }) => {
    actions.push(String(headers['x-amz-target']).replace(/^DynamoDB_\d+\./, 'dynamodb:'))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A listening TCP server has this kind of address.
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await create(table, endpoint)
  actions.length = 0
  return {
    name: table.name,
    endpoint,
    /** IAM's names of what was asked since. */
    actions: () => [...new Set(actions)].toSorted(),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function create(table: z.infer<typeof Table>, endpoint: string): Promise<void> {
  const credentials = { accessKeyId: 'infra', secretAccessKey: 'infra' }
  const client = createClient({ endpoint, region: 'local', credentials })
  await client.send(
    new CreateTableCommand({
      TableName: table.name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: table.attributes.map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
      KeySchema: keySchema(table),
      GlobalSecondaryIndexes: table.globalSecondaryIndexes.map((index) => ({
        IndexName: index.name,
        KeySchema: keySchema(index),
        Projection: { ProjectionType: index.projectionType },
      })),
    }),
  )
  client.destroy()
}

const keySchema = ({ hashKey, rangeKey }: { readonly hashKey: string; readonly rangeKey: string }) => [
  { AttributeName: hashKey, KeyType: 'HASH' as const },
  { AttributeName: rangeKey, KeyType: 'RANGE' as const },
]
