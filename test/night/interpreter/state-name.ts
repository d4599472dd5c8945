import type { StateFunction } from '../../../infra/functions.ts'

/** What distinguishes the work of one function: `audit-eks audit-shard`. */
export const stateName = (name: StateFunction, event: unknown): string =>
  typeof event === 'object' && event !== null && 'verb' in event ? `${name} ${String(event.verb)}` : name
