import { discoveryStates, listingStates, shardStates } from './item-states.ts'
import { caught, machineSeconds, map, recorded, task, type StateFunctions } from './states.ts'

/**
 * One run in Amazon States Language, JSONPath: list, discover, plan, audit, conclude, notify. Payloads are references;
 * what they name lies in the run's ledger. Whatever fails on the way becomes a row there, and the run is concluded all
 * the same. `functions`: the ARN of each.
 */
export function stateMachineDefinition(functions: StateFunctions): object {
  const run = { 'run.$': '$.run' }
  return {
    Comment: 'One audit of the fleet',
    StartAt: 'StartRun',
    TimeoutSeconds: machineSeconds,
    States: {
      ...guarded(functions, 'StartRun', 'start-run', task(functions, 'start-run', undefined, { Next: 'RunOver' })),
      RunOver: {
        Type: 'Choice',
        Choices: [{ Variable: '$.over', BooleanEquals: true, Next: 'ConcludeRun' }],
        Default: 'ListScopes',
      },
      ...guarded(
        functions,
        'ListScopes',
        'list-scopes',
        map('$.workers', 'WorkerOfListScopes', listingStates(functions), { Next: 'PlanScopes' }),
      ),
      ...guarded(
        functions,
        'PlanScopes',
        'plan-scopes',
        task(functions, 'plan-scopes', run, { Next: 'DiscoverScopes' }),
      ),
      ...guarded(
        functions,
        'DiscoverScopes',
        'discover-scopes',
        map('$.groups', 'WorkerOfDiscoverScopes', discoveryStates(functions), { Next: 'PlanShards' }),
      ),
      ...guarded(functions, 'PlanShards', 'plan-shards', task(functions, 'plan-shards', run, { Next: 'AuditShards' })),
      ...guarded(
        functions,
        'AuditShards',
        'audit-shards',
        map('$.shards', 'NextOfShard', shardStates(functions), { Next: 'ConcludeRun' }),
      ),
      ConcludeRun: task(functions, 'conclude-run', run, { Catch: caught('NotConcluded'), Next: 'Notify' }),
      Notify: task(functions, 'notify', run, { Catch: caught('NotNotified'), End: true }),
      NotConcluded: failed,
      NotNotified: failed,
    },
  }
}

/** Ends the execution with the error that led here, which an alarm reports. */
const failed = { Type: 'Fail', ErrorPath: '$.error.Error', CausePath: '$.error.Cause' }

/** A state before the conclusion: its failure becomes a row, and the run is concluded. */
const guarded = (functions: StateFunctions, name: string, item: string, state: object): object => ({
  [name]: { ...state, Catch: caught(`Record${name}`) },
  [`Record${name}`]: recorded(functions, { item }, { ResultPath: null, Next: 'ConcludeRun' }, 'ConcludeRun'),
})
