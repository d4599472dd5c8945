import { tablePartitions } from '@fleet-auditor/adapters/store/table/table-partitions.ts'
import type { Resource } from './role.ts'

/** The one table: findings with their history, by cluster and by two indexes (keys: packages/adapters/src/store). */
export const table = new sst.aws.Dynamo('Fleet', {
  fields: { pk: 'string', sk: 'string', gsi1pk: 'string', gsi1sk: 'string', gsi2pk: 'string', gsi2sk: 'string' },
  primaryIndex: { hashKey: 'pk', rangeKey: 'sk' },
  globalIndexes: {
    gsi1: { hashKey: 'gsi1pk', rangeKey: 'gsi1sk' },
    gsi2: { hashKey: 'gsi2pk', rangeKey: 'gsi2sk' },
  },
  ttl: 'expiresAt',
  deletionProtection: $app.stage === 'production',
})

/** Rights are about the partitions of the table, or about its indexes. */
export const tableResource: Resource = {
  variables: { TABLE_NAME: table.name },
  arns: [table.arn],
  partitions: tablePartitions,
}
export const indexResource: Resource = { variables: {}, arns: [$interpolate`${table.arn}/index/*`] }
