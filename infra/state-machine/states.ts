import { functions, type StateFunction } from '../functions.ts'
import { recordRetries, stepRetries } from './retries.ts'

/** How much longer a state waits than its function runs: what Lambda takes to start it and to answer. */
const stateMarginSeconds = 30

/** Of the whole machine: the longest path of a fleet of 10,000 clusters fits (test/infra/limits.test.ts). */
export const machineSeconds = 12 * 3600

/** The ARN of each. */
export type StateFunctions = Readonly<Record<StateFunction, string>>

/** Items of one Map at once: the most that Step Functions runs of an inline Map, whatever more is asked for. */
const atOnce = 40

/** A function as a state: its ARN is the resource, so that payloads travel as they are. */
export const task = (
  arns: StateFunctions,
  name: StateFunction,
  parameters: object | undefined,
  rest: object,
): object => ({
  Type: 'Task',
  Resource: arns[name],
  ...(parameters ? { Parameters: parameters } : {}),
  TimeoutSeconds: functions[name].seconds + stateMarginSeconds,
  Retry: stepRetries,
  ...rest,
})

/** Whatever went wrong goes on to `Next`, with its error in `$.error`. */
export const caught = (Next: string) => [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next }] as const

/** Writes `$.error` into the ledger; `item` is a path or an intrinsic. It never holds up what comes after. */
export const recorded = (arns: StateFunctions, item: object, onwards: object, orElse: string): object =>
  task(
    arns,
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
