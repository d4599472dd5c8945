import type { FleetTable } from '../fleet-table.ts'

/**
 * Makes a verb over the table one of the store's own: what fails is told as the store's error, and closing the store
 * waits for what is under way.
 */
export type Guarded = <A extends unknown[], R>(
  verb: (table: FleetTable, ...args: A) => Promise<R>,
) => (...args: A) => Promise<R>
