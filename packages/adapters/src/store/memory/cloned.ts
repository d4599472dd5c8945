import type { Memory } from './records.ts'

/**
 * Makes a verb over the records one of the store's own: what goes in and comes out is cloned, so that no caller shares
 * anything with the store. A verb runs in one piece, so that of any two one comes first.
 */
export type Cloned = <A extends unknown[], R>(verb: (memory: Memory, ...args: A) => R) => (...args: A) => Promise<R>

export const cloning =
  (memory: Memory): Cloned =>
  (verb) =>
  async (...args) =>
    structuredClone(verb(memory, ...structuredClone(args)))
