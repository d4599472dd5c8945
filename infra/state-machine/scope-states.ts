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
