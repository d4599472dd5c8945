import { shardRetries } from './retries.ts'
import { caught, recorded, task, whenWorker, type StateFunctions } from './states.ts'

/** The sources of one provider: which scopes there are in this run. */
export const listingStates = (functions: StateFunctions): object =>
  byCloud(functions, 'ListScopes', { verb: 'list-scopes', ...item }, "States.Format('scopes/{}', $.worker)")

/** One group of scopes: which clusters are in them. */
export const discoveryStates = (functions: StateFunctions): object =>
  byCloud(
    functions,
    'DiscoverScopes',
    { verb: 'discover-scopes', ...item, 'group.$': '$.group' },
    "States.Format('group/{}', $.group)",
  )

const item = { 'run.$': '$.run', 'worker.$': '$.worker' }

/** One call of the worker of the item's cloud; it answers nothing. */
function byCloud(functions: StateFunctions, name: string, parameters: object, itemName: string): object {
  const call = (worker: 'eks' | 'gke' | 'aks'): object =>
    task(functions, `audit-${worker}`, parameters, { Catch: caught(`Record${name}Item`), End: true })
  return {
    [`WorkerOf${name}`]: {
      Type: 'Choice',
      Choices: [
        whenWorker('eks', `${name}OfEks`),
        whenWorker('gke', `${name}OfGke`),
        whenWorker('aks', `${name}OfAks`),
      ],
    },
    [`${name}OfEks`]: call('eks'),
    [`${name}OfGke`]: call('gke'),
    [`${name}OfAks`]: call('aks'),
    [`Record${name}Item`]: recorded(functions, { 'item.$': itemName }, { End: true }, `${name}ItemEnded`),
    [`${name}ItemEnded`]: { Type: 'Pass', Result: {}, End: true },
  }
}

/** How often a shard is delivered at most, while clusters of it remain. */
export const passes = 6

const remaining = { Variable: '$.left', IsPresent: true }

/** One shard: its worker as long as clusters remain, at most `passes` times. */
export function shardStates(functions: StateFunctions): object {
  const audit = (worker: 'eks' | 'gke' | 'aks' | 'planes'): object =>
    task(
      functions,
      `audit-${worker}`,
      { verb: 'audit-shard', 'run.$': '$.run', 'shard.$': '$.shard', 'worker.$': '$.worker', 'pass.$': '$.pass' },
      { Retry: shardRetries, Catch: caught('RecordShard'), Next: 'NextOfShard' },
    )
  return {
    NextOfShard: {
      Type: 'Choice',
      Choices: [
        { And: [remaining, { Variable: '$.left', NumericEquals: 0 }], Next: 'ShardEnded' },
        { And: [remaining, { Variable: '$.pass', NumericGreaterThanEquals: passes }], Next: 'ShardUnfinished' },
        whenWorker('eks', 'AuditShardOfEks'),
        whenWorker('gke', 'AuditShardOfGke'),
        whenWorker('aks', 'AuditShardOfAks'),
        whenWorker('planes', 'AuditShardOfPlanes'),
      ],
    },
    AuditShardOfEks: audit('eks'),
    AuditShardOfGke: audit('gke'),
    AuditShardOfAks: audit('aks'),
    AuditShardOfPlanes: audit('planes'),
    ShardUnfinished: {
      Type: 'Pass',
      Result: { Error: 'States.Timeout', Cause: `not done after ${passes} passes` },
      ResultPath: '$.error',
      Next: 'RecordShard',
    },
    RecordShard: recorded(
      functions,
      { 'item.$': "States.Format('shard/{}', $.shard)" },
      { Next: 'ShardEnded' },
      'ShardEnded',
    ),
    ShardEnded: { Type: 'Pass', Result: {}, End: true },
  }
}
