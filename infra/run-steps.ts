import { auditorFunction } from './auditor-function.ts'
import { rights } from './fleet.ts'
import { table, tableArns } from './table.ts'

/** Steps of a run that speak to the table alone. */
const step = (
  name: string,
  handler: 'start-run' | 'plan-scopes' | 'plan-shards' | 'record-failure' | 'conclude-run',
  memory: `${number} MB`,
) =>
  auditorFunction(name, {
    handler,
    memory,
    rights: rights[handler],
    places: { table: tableArns },
    environment: { TABLE_NAME: table.name },
  })

/** One row: what it takes is to start. */
export const startRun = step('StartRun', 'start-run', '512 MB')
export const recordFailure = step('RecordFailure', 'record-failure', '512 MB')
/** A few thousand scopes, held at once. */
export const planScopes = step('PlanScopes', 'plan-scopes', '1024 MB')
/** All clusters of the fleet, held at once: about 2 KB each. */
export const planShards = step('PlanShards', 'plan-shards', '1769 MB')
/** A report of every cluster, held at once, and the fleet's checks over them. */
export const concludeRun = step('ConcludeRun', 'conclude-run', '3008 MB')
