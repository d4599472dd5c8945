import type { DecisionStore } from '@fleet-auditor/audit/ports/decision-store.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import { DecisionEvent, decisionsOf, type Decision } from '@fleet-auditor/model/decision.ts'
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import { z } from 'zod'
import type { FleetTable, Guarded } from '../fleet-table.ts'
import { absent, tookPlace } from '../table/conditional.ts'
import { decisionKey, decisionsPartition } from '../table/keys.ts'
import { allRows, readRow, type Row } from '../table/read-rows.ts'

const DecisionRow = z.object({ body: z.string() })

/** One row an event, without expiry: history is what an auditor asks for years later. */
export function createDecisionStore({ reading, writing }: Guarded): DecisionStore {
  return { list: reading(list), find: reading(find), append: writing(append) }
}

const list = async (table: FleetTable): Promise<Decision[]> =>
  decisionsOf((await allRows(table, { partition: decisionsPartition })).map(toEvent))

async function find(table: FleetTable, id: string): Promise<Decision | undefined> {
  const rows = await allRows(table, { partition: decisionsPartition, prefix: `${id}#` })
  return decisionsOf(rows.map(toEvent))[0]
}

async function append(table: FleetTable, event: DecisionEvent): Promise<boolean> {
  const key = decisionKey(event.id, event.number)
  const put = table.entities.decision.build(PutItemCommand).item({ ...key, body: JSON.stringify(event) })
  if (await tookPlace(put.options({ condition: absent }).send())) return true
  // an answer lost on the way makes the SDK ask again, and find its own row
  const row = await readRow(table, key)
  return row !== undefined && canonical(toEvent(row)) === canonical(event)
}

const toEvent = (row: Row): DecisionEvent => DecisionEvent.parse(JSON.parse(DecisionRow.parse(row).body))
