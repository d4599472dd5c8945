import {
  CreateTableCommand,
  ResourceInUseException,
  waitUntilTableExists,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb'

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
  await waitUntilTableExists({ client, minDelay: 1, maxDelay: 2, maxWaitTime: 30 }, { TableName: table })
}
