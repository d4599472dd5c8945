import { createClient } from '@fleet-auditor/adapters/store/table/client.ts'
import { storeContract } from '../store/table/table-contract.ts'
import { describeWith } from './available.ts'
import { startDynamodbLocal } from './dynamodb-local.ts'

const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' }

describeWith(['dynamodb-local'], 'the store at its real database', () => {
  storeContract('DynamoDB Local', async () => {
    const { url, close } = await startDynamodbLocal()
    return { client: () => createClient({ endpoint: url, region: 'eu-central-1', credentials }), close }
  })
})
