import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createFleetTable } from '@fleet-auditor/adapters/store/fleet-table.ts'
import { batchWrite } from '@fleet-auditor/adapters/store/table/batch-write.ts'
import { findingIndexKeys, findingKey, recordVersion } from '@fleet-auditor/adapters/store/table/keys.ts'
import type { StoredFinding } from '@fleet-auditor/audit/ports/store.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import { BatchPutRequest } from 'dynamodb-toolbox/entity/actions/batchPut'

/** Writes the rows of findings as the projection does, 25 at once. */
export async function seedFindings(
  client: DynamoDBClient,
  name: string,
  findings: readonly StoredFinding[],
): Promise<void> {
  const table = createFleetTable(client, name, () => '2026-02-01T00:00:00.000Z')
  const puts = findings.map(({ target, ...of }) => {
    const version = recordVersion(of.changedAt, of.changedIn)
    const keys = { ...findingKey(target, of.check, of.fingerprint), ...findingIndexKeys(of) }
    const row = { ...keys, version, body: canonical(of), transitions: ['opened'] }
    return table.entities.finding.build(BatchPutRequest).item(row).params()
  })
  const lanes = Array.from({ length: 4 }, (_, lane) => puts.filter((__, at) => at % 4 === lane))
  await Promise.all(lanes.map((lane) => batchWrite(table, lane)))
}
