import { z } from 'zod'

const Retrier = z.object({
  ErrorEquals: z.array(z.string()),
  IntervalSeconds: z.number(),
  BackoffRate: z.number(),
  MaxDelaySeconds: z.number(),
  MaxAttempts: z.number().int(),
  JitterStrategy: z.string().optional(),
})
const Catcher = z.object({ ErrorEquals: z.array(z.string()), ResultPath: z.string().optional(), Next: z.string() })

const shared = { Next: z.string().optional(), End: z.literal(true).optional(), Catch: z.array(Catcher).default([]) }
const Task = z.object({
  ...shared,
  Type: z.literal('Task'),
  Resource: z.string(),
  Parameters: z.record(z.string(), z.unknown()).optional(),
  TimeoutSeconds: z.number(),
  ResultPath: z.string().nullable().optional(),
  Retry: z.array(Retrier),
})
const Choice = z.object({
  Type: z.literal('Choice'),
  Choices: z.array(z.looseObject({ Next: z.string() })),
  Default: z.string().optional(),
})
const Pass = z.object({ ...shared, Type: z.literal('Pass'), Result: z.unknown().optional() })
const Fail = z.object({ Type: z.literal('Fail') })
const Inner = z.discriminatedUnion('Type', [Task, Choice, Pass])
const Map = z.object({
  ...shared,
  Type: z.literal('Map'),
  ItemsPath: z.string(),
  MaxConcurrency: z.number().int(),
  ResultPath: z.null(),
  ItemProcessor: z.object({
    ProcessorConfig: z.object({ Mode: z.literal('INLINE') }),
    StartAt: z.string(),
    States: z.record(z.string(), Inner),
  }),
})

/** Of Amazon States Language, what the deployed definition uses; anything else would be refused here. */
export const Machine = z.object({
  StartAt: z.string(),
  TimeoutSeconds: z.number().int(),
  States: z.record(z.string(), z.discriminatedUnion('Type', [Task, Choice, Pass, Fail, Map])),
})
export type Machine = z.infer<typeof Machine>
export type State = Machine['States'][string]
export type MapState = z.infer<typeof Map>
export type TaskState = z.infer<typeof Task>

/** Every state of the machine and of its Maps, by name. */
export function allStates({ States }: Machine): Record<string, State> {
  const inner = Object.values(States).flatMap((state) =>
    state.Type === 'Map' ? Object.entries(state.ItemProcessor.States) : [],
  )
  return { ...States, ...Object.fromEntries(inner) }
}

export const tasksOf = (machine: Machine): [string, TaskState][] =>
  Object.entries(allStates(machine)).flatMap(([name, state]): [string, TaskState][] =>
    state.Type === 'Task' ? [[name, state]] : [],
  )

export const mapsOf = ({ States }: Machine): [string, MapState][] =>
  Object.entries(States).flatMap(([name, state]): [string, MapState][] => (state.Type === 'Map' ? [[name, state]] : []))

/** Where a state may go on. */
export function nextOf(state: State): string[] {
  if (state.Type === 'Fail') return []
  if (state.Type === 'Choice') {
    return [...state.Choices.map(({ Next }) => Next), ...(state.Default ? [state.Default] : [])]
  }
  return [...(state.Next ? [state.Next] : []), ...state.Catch.map(({ Next }) => Next)]
}
