import { recordRetries, stepRetries } from './retries.ts'
import { functionSeconds, stateMarginSeconds } from './timeouts.ts'

/** The functions that are states of the machine, by their handlers' files. */
export const stateFunctions = [
  'start-run',
  'plan-scopes',
  'plan-shards',
  'audit-eks',
  'audit-gke',
  'audit-aks',
  'audit-planes',
  'record-failure',
  'conclude-run',
  'notify',
] as const
export type StateFunction = (typeof stateFunctions)[number]
export type StateFunctions = Readonly<Record<StateFunction, string>>

/** Items of one Map at once: the most that Step Functions runs of an inline Map, whatever more is asked for. */
export const atOnce = 40

/** A function as a state: its ARN is the resource, so that payloads travel as they are. */
export const task = (
  functions: StateFunctions,
  name: StateFunction,
  parameters: object | undefined,
  rest: object,
): object => ({
  Type: 'Task',
  Resource: functions[name],
  ...(parameters ? { Parameters: parameters } : {}),
  TimeoutSeconds: functionSeconds[name] + stateMarginSeconds,
  Retry: stepRetries,
  ...rest,
})

/** Whatever went wrong goes on to `Next`, told in `$.error`. */
export const caught = (Next: string) => [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next }] as const

/** Writes `$.error` into the ledger; `item` is a path or an intrinsic. It never holds up what comes after. */
export const recorded = (functions: StateFunctions, item: object, onwards: object, orElse: string): object =>
  task(
    functions,
    'record-failure',
    { 'run.$': '$.run', ...item, 'error.$': '$.error' },
    {
      Retry: recordRetries,
      Catch: caught(orElse),
      ...onwards,
    },
  )

/** Every item by itself. Items answer nothing, so that what comes after is what went in. */
export const map = (items: string, StartAt: string, States: object, rest: object): object => ({
  Type: 'Map',
  ItemsPath: items,
  MaxConcurrency: atOnce,
  ResultPath: null,
  ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt, States },
  ...rest,
})

/** A Choice by the item's worker. */
export const whenWorker = (worker: string, Next: string) => ({ Variable: '$.worker', StringEquals: worker, Next })
