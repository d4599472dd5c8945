import { CreateTableCommand, UpdateContinuousBackupsCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb'
import { createClient } from '@fleet-auditor/adapters/store/table/client.ts'
import { z } from 'zod'
import type { Plan } from '../infra/plan/plan-shape.ts'
import { inputsOf } from '../infra/planned/planned-resources.ts'
import type { DeployPlace } from './deploy-request.ts'

const keys = { hashKey: z.string(), rangeKey: z.string() }
const Table = z.object({
  name: z.string(),
  ...keys,
  billingMode: z.literal('PAY_PER_REQUEST'),
  attributes: z.array(z.object({ name: z.string(), type: z.literal('S') })),
  globalSecondaryIndexes: z.array(z.object({ name: z.string(), ...keys, projectionType: z.literal('ALL') })),
  ttl: z.object({ attributeName: z.string(), enabled: z.literal(true) }),
})

/** The plan's table, its TTL and its backups; answers its name. */
export async function deployTable(plan: Plan, { url: endpoint, account, region }: DeployPlace): Promise<string> {
  const table = Table.parse(inputsOf(plan, 'Table'))
  const credentials = { accessKeyId: account, secretAccessKey: 'root' }
  const client = createClient({ endpoint, region, credentials })
  await client.send(
    new CreateTableCommand({
      TableName: table.name,
      BillingMode: table.billingMode,
      AttributeDefinitions: table.attributes.map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
      KeySchema: keySchema(table),
      GlobalSecondaryIndexes: table.globalSecondaryIndexes.map((index) => ({
        IndexName: index.name,
        KeySchema: keySchema(index),
        Projection: { ProjectionType: index.projectionType },
      })),
    }),
  )
  const { attributeName: AttributeName, enabled: Enabled } = table.ttl
  const TimeToLiveSpecification = { AttributeName, Enabled }
  await client.send(new UpdateTimeToLiveCommand({ TableName: table.name, TimeToLiveSpecification }))
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true }
  await client.send(new UpdateContinuousBackupsCommand({ TableName: table.name, PointInTimeRecoverySpecification }))
  client.destroy()
  return table.name
}

const keySchema = ({ hashKey, rangeKey }: { readonly hashKey: string; readonly rangeKey: string }) => [
  { AttributeName: hashKey, KeyType: 'HASH' as const },
  { AttributeName: rangeKey, KeyType: 'RANGE' as const },
]
