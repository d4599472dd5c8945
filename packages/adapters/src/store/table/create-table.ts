import { setTimeout as delay } from 'node:timers/promises'
import {
  CreateTableCommand,
  DescribeTableCommand,
  ResourceInUseException,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'

const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' }) as const
const keys = (prefix: string) => [
  { AttributeName: `${prefix}pk`, KeyType: 'HASH' } as const,
  { AttributeName: `${prefix}sk`, KeyType: 'RANGE' } as const,
]
const index = (IndexName: string) => ({
  IndexName,
  KeySchema: keys(IndexName),
  Projection: { ProjectionType: 'ALL' } as const,
})

/** The fleet's table on a local endpoint; one that exists is left as it is. On AWS the deployment creates it. */
export async function createTable(client: DynamoDBClient, table: string): Promise<void> {
  const create = new CreateTableCommand({
    TableName: table,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['', 'gsi1', 'gsi2'].flatMap((name) => [attribute(`${name}pk`), attribute(`${name}sk`)]),
    KeySchema: keys(''),
    GlobalSecondaryIndexes: [index('gsi1'), index('gsi2')],
  })
  try {
    await client.send(create)
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error
  }
  await untilActive(client, table)
}

/** A local table is there within milliseconds; the SDK's own waiter sleeps for a second. */
async function untilActive(client: DynamoDBClient, table: string): Promise<void> {
  for (let pauseMs = 5; pauseMs < 30_000; pauseMs *= 2) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: table }))
    if (Table?.TableStatus === 'ACTIVE') return
    await delay(pauseMs)
  }
  throw new AuditorError('store', `the table ${table} does not become active`, {
    remedy: 'look at the table in the database itself',
  })
}
