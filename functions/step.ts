import { stepWith } from './run/step-with.ts'
import { wireTable } from './wiring/table.ts'

/** A handler that works on the fleet and its store; one that needs more, or less, is made from its own wiring. */
export const step = stepWith(wireTable)
