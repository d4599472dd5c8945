import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { createTable } from '@fleet-auditor/adapters/store/table/create-table.ts'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { openEngineDatabase } from '../store/engine-database.ts'
import { expectAlike } from '../store/table/differential.ts'
import { describeWith } from './available.ts'
import { startDynamodbLocal } from './dynamodb-local.ts'
import type { DynamodbLocal } from './dynamodb-local.ts'

const TableName = 'smoke'

describeWith(['dynamodb-local'], 'DynamoDB Local', () => {
  let local: DynamodbLocal
  let client: DynamoDBClient
  beforeAll(async () => {
    local = await startDynamodbLocal()
    const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' }
    client = new DynamoDBClient({ endpoint: local.url, region: 'eu-central-1', credentials })
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      }),
    )
  })
  afterAll(async () => {
    client?.destroy()
    await local?.close()
  })

  it('puts an item once under a condition, and gives the one that stood in the way', async () => {
    const put = (by: string) =>
      new PutItemCommand({
        TableName,
        Item: { pk: { S: 'head' }, by: { S: by } },
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      })
    await client.send(put('first'))
    const refused = { name: 'ConditionalCheckFailedException', Item: { by: { S: 'first' } } }
    await expect(client.send(put('second'))).rejects.toMatchObject(refused)
    const { Item } = await client.send(new GetItemCommand({ TableName, Key: { pk: { S: 'head' } } }))
    expect(Item?.['by']).toEqual({ S: 'first' })
  })

  it('answers any sequence of the store’s calls as the embedded database does', async () => {
    const embedded = await openEngineDatabase()
    onTestFinished(embedded.close)
    await Promise.all([createTable(client, 'alike'), createTable(embedded.client(), 'alike')])
    await expectAlike(embedded.client(), client, 'alike', 200)
  }, 600_000)
})
