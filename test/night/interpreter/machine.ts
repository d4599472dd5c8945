import { StateMachine } from 'aws-local-stepfunctions'
import { stateFunctions, type StateFunction } from '../../../infra/functions.ts'
import { stateMachineDefinition } from '../../../infra/state-machine/definition.ts'

/** Runs a function with an event, as Lambda would; rejects as a state sees a failed one. */
export type Invoke = (name: StateFunction, event: unknown) => Promise<unknown>

const arnOf = (name: string): string => `arn:aws:lambda:eu-west-1:111122223333:function:${name}`
const nameOf = (arn: string): StateFunction | undefined => stateFunctions.find((name) => arn === arnOf(name))

export const definition = stateMachineDefinition(
  // its keys are the functions
  Object.fromEntries(stateFunctions.map((name) => [name, arnOf(name)])) as Record<StateFunction, string>,
)

/** Every state, also inside Maps, by its name. */
export function statesOf(part: unknown): [name: string, state: Record<string, unknown>][] {
  if (!isRecord(part)) return []
  const own = isRecord(part['States']) ? Object.entries(part['States']) : []
  return own.flatMap(([name, state]) =>
    isRecord(state) ? [[name, state] as [string, Record<string, unknown>], ...statesOf(state['ItemProcessor'])] : [],
  )
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

type Interpreted = ConstructorParameters<typeof StateMachine>[0]
type Running = ReturnType<StateMachine['run']>
type Payload = Parameters<StateMachine['run']>[0]
export type MachineEvent = Running['eventLogs'] extends AsyncGenerator<infer E> ? E : never

/** Interprets the deployed definition with these functions. Retries wait for a millisecond, and are as many. */
export async function runMachine(
  input: object,
  invoke: Invoke,
  onEvent: (event: MachineEvent) => void = () => {},
): Promise<unknown> {
  const handlers: Record<string, (event: Payload) => Promise<Payload>> = {}
  const retries: Record<string, number[]> = {}
  for (const [name, state] of statesOf(definition)) {
    const called = typeof state['Resource'] === 'string' ? nameOf(state['Resource']) : undefined
    if (called === undefined) continue
    handlers[name] = async (event) => (await invoke(called, event)) as Payload // what Lambda answers is JSON
    retries[name] = (Array.isArray(state['Retry']) ? state['Retry'] : []).map(() => 1)
  }
  const machine = new StateMachine(definition as Interpreted) // test/infra validates it
  const overrides = { taskResourceLocalHandlers: handlers, retryIntervalOverrides: retries }
  const { result, eventLogs } = machine.run(input as Payload, { overrides }) // an input is JSON
  for await (const event of eventLogs) onEvent(event)
  return result
}
