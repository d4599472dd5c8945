import { z } from 'zod'
import { Attestation } from './attestation.ts'
import { Waiver } from './waiver.ts'

/** `id`: the hash of what it is about, so that a decision about the same is the same one. `number`: 1 is its first. */
const shared = {
  id: z.string().regex(/^(?:waiver|attestation)-[0-9a-f]{16}$/),
  number: z.number().int().positive(),
  /** ISO 8601. */
  at: z.string(),
  /** The person or token that decided. */
  by: z.string(),
  via: z.enum(['cli', 'api']),
}

/** What a decision became: `after` is absent where it was ended. Events are added, and never changed or deleted. */
export const DecisionEvent = z.discriminatedUnion('kind', [
  z.object({ ...shared, kind: z.literal('waiver'), after: Waiver.optional() }),
  z.object({ ...shared, kind: z.literal('attestation'), after: Attestation.optional() }),
])
export type DecisionEvent = z.infer<typeof DecisionEvent>

/** A waiver or an attestation that is stored, not declared in the fleet file, with its history from the first event on. */
export interface Decision {
  readonly id: string
  readonly kind: DecisionEvent['kind']
  readonly events: readonly [DecisionEvent, ...DecisionEvent[]]
}

/** Decisions by id, from their events in any order. */
export function decisionsOf(events: readonly DecisionEvent[]): Decision[] {
  const inOrder = events.toSorted((a, b) => (a.id === b.id ? a.number - b.number : a.id < b.id ? -1 : 1))
  return [...Map.groupBy(inOrder, ({ id }) => id)].flatMap(([id, [first, ...rest]]) =>
    first ? [{ id, kind: first.kind, events: [first, ...rest] }] : [],
  )
}

/** The event that holds at a time (ISO 8601): the last one until then. Undefined before the first one. */
export const eventAt = ({ events }: Decision, at: string): DecisionEvent | undefined =>
  events.findLast((event) => event.at <= at)
