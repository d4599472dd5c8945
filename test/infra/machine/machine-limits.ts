import { mapsOf, nextOf, type Machine, type MapState, type State } from './parsed-machine.ts'

/** Items that each Map of the machine gets, by its name. */
export type Sizes = Readonly<Record<string, number>>

type States = Readonly<Record<string, State>>
type Cost = (state: State, name: string) => number

/** The dearest way through some states; one that leads back to its start is counted by the caller. */
function dearest(states: States, from: string, cost: Cost, start = from): number {
  const state = states[from]
  if (!state) throw new Error(`no state is called ${from}`)
  const onwards = nextOf(state)
    .filter((next) => next !== start)
    .map((next) => dearest(states, next, cost, start))
  return cost(state, from) + Math.max(0, ...onwards)
}

/** The dearest way from the start of a Map's states back to it. Zero where there is none. */
function wayRound(states: States, start: string, cost: Cost): number {
  const back = (name: string): number => {
    const state = states[name]
    if (!state) throw new Error(`no state is called ${name}`)
    const ways = nextOf(state).map((next) => (next === start ? 0 : back(next)))
    return cost(state, name) + Math.max(...ways, Number.NEGATIVE_INFINITY)
  }
  return Math.max(0, back(start))
}

/** Events that Step Functions writes for one state: entered and exited, and of each attempt scheduled, started, ended. */
const eventsOf =
  (attempts: (state: State) => number): Cost =>
  (state) => {
    if (state.Type === 'Task') return 2 + 3 * attempts(state)
    return state.Type === 'Map' ? 4 : 2
  }
const allAttempts = (state: State): number =>
  state.Type === 'Task' ? 1 + state.Retry.reduce((sum, { MaxAttempts }) => sum + MaxAttempts, 0) : 0
const oneAttempt = (state: State): number => (state.Type === 'Task' ? 1 : 0)

/**
 * Events of the execution's history at worst: every item is delivered as often as it may be, fails in the last pass
 * after every retry, and so does the row that would record it. A history that is longer ends the execution; the watchdog
 * then closes the run.
 */
export function worstHistory(machine: Machine, sizes: Sizes, passes: number): number {
  const perItem = ({ ItemProcessor: { StartAt, States } }: MapState): number =>
    2 +
    (passes - 1) * wayRound(States, StartAt, eventsOf(oneAttempt)) +
    dearest(States, StartAt, eventsOf(allAttempts)) +
    // The choice that no longer goes round, and the word that it was not done.
    2 * 2
  const items = mapsOf(machine).reduce((sum, [name, map]) => sum + (sizes[name] ?? 0) * perItem(map), 0)
  return 2 + items + dearest(machine.States, machine.StartAt, eventsOf(allAttempts))
}

/** Seconds of the longest way through the machine when every state takes all its time; retries are not in it. */
export function longestSeconds(machine: Machine, sizes: Sizes, passes: number): number {
  const seconds: Cost = (state) => (state.Type === 'Task' ? state.TimeoutSeconds : 0)
  const inMap = (map: MapState, name: string): number => {
    const { StartAt, States } = map.ItemProcessor
    const waves = Math.ceil((sizes[name] ?? 0) / map.MaxConcurrency)
    return waves * (dearest(States, StartAt, seconds) + (passes - 1) * wayRound(States, StartAt, seconds))
  }
  return dearest(machine.States, machine.StartAt, (state, name) =>
    state.Type === 'Map' ? inMap(state, name) : seconds(state, name),
  )
}
