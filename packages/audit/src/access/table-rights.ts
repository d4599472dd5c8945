import type { Right, TablePart } from './right.ts'

interface TableUse {
  readonly reads: readonly TablePart[]
  readonly writes: readonly TablePart[]
}

/** The format, and whether there are rows: what opening the store reads. */
const opening = ['format', 'runs'] as const

/** Parses what clusters send: it reaches neither tokens nor messages nor the registry's rows. */
const worker: TableUse = {
  reads: [...opening, 'targets', 'snapshots', 'registry', 'uids', 'run'],
  writes: ['targets', 'snapshots', 'pointers', 'uids', 'run'],
}

const planning: TableUse = { reads: [...opening, 'run'], writes: ['run'] }

const conclusion: TableUse = {
  reads: [...opening, 'targets', 'snapshots', 'registry', 'latency', 'run'],
  writes: ['runs', 'targets', 'snapshots', 'pointers', 'registry', 'latency', 'run'],
}

/**
 * What each function reads and writes of the table. A test runs the handlers against a database that refuses everything
 * else (test/attack/deploy/table-rights.test.ts).
 */
const uses = {
  // It is the first to write: it marks the format. It stores the decisions that the whole run works by with the run.
  'start-run': { reads: [...opening, 'run', 'decisions'], writes: ['format', 'runs', 'run'] },
  'plan-scopes': planning,
  'plan-shards': planning,
  'audit-eks': worker,
  'audit-gke': worker,
  'audit-aks': worker,
  'audit-planes': worker,
  'record-failure': planning,
  'conclude-run': conclusion,
  notify: { reads: [...opening, 'run', 'outbox'], writes: ['outbox'] },
  watchdog: { reads: [...conclusion.reads, 'outbox'], writes: [...conclusion.writes, 'outbox'] },
  // Its first reader of a cluster projects what a run that died left behind; of a token it writes the day of last use; waivers and
  // attestations for callers with the scope `write`.
  api: {
    reads: [
      ...opening,
      'targets',
      'snapshots',
      'pointers',
      'registry',
      'latency',
      'run',
      'outbox',
      'tokens',
      'decisions',
    ],
    writes: ['targets', 'pointers', 'run', 'tokens', 'decisions'],
  },
} as const satisfies Readonly<Record<string, TableUse>>
export type TableFunction = keyof typeof uses

const readActions = ['dynamodb:GetItem', 'dynamodb:Query'] as const
const writeActions = ['dynamodb:BatchWriteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'] as const

/**
 * What the store does with its table and indexes on AWS, and nothing else: TTL deletes there, and only the deployment
 * makes tables. Each takes a partition key, so that `dynamodb:LeadingKeys` is there to be judged; Scan has none.
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html)
 */
export const tableActions = [...writeActions, ...readActions].toSorted()

/** Whether there are tokens, which opening a table without a format asks; no attribute of one is returned. */
const countTokens: Right = {
  actions: ['dynamodb:Query'],
  on: 'table',
  parts: ['tokens'],
  conditions: [{ test: 'StringEquals', variable: 'dynamodb:Select', values: ['COUNT'] }],
}

/** Findings of every cluster; nothing else is in the indexes. */
const readIndexes: Right = { actions: ['dynamodb:Query'], on: 'indexes' }

/** What a function may do with the table: read some partitions, write fewer. */
export function tableRights(name: TableFunction): Right[] {
  const { reads, writes }: TableUse = uses[name]
  return [
    { actions: readActions, on: 'table', parts: reads },
    { actions: writeActions, on: 'table', parts: writes },
    ...(reads.includes('tokens') ? [] : [countTokens]),
    ...(name === 'api' ? [readIndexes] : []),
  ]
}
