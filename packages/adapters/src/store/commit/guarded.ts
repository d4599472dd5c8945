import type { FleetTable } from '../fleet-table.ts'

type Guard = <A extends unknown[], R>(verb: (table: FleetTable, ...args: A) => Promise<R>) => (...args: A) => Promise<R>

/**
 * Makes a verb over the table one of the store's own: the store's format is checked before the first one, a failure
 * becomes the store's error, and closing the store waits for what is under way. `writing` also marks the format of a
 * table that was never used.
 */
export interface Guarded {
  readonly reading: Guard
  readonly writing: Guard
}
