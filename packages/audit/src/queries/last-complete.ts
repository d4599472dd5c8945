import type { RunSummary } from '@fleet-auditor/model/run.ts'

/** How many runs are searched: a run of one cluster is a run too. */
export const lookBack = 50

/** The last run of the whole fleet, complete or not; runs newest first. A partial run never stands for the fleet. */
export const lastFleetRunOf = (runs: readonly RunSummary[]): RunSummary | undefined =>
  runs.find(({ partial }) => !partial)

/** The last run that read the whole fleet; runs newest first. */
export const lastCompleteOf = (runs: readonly RunSummary[]): RunSummary | undefined =>
  runs.find(({ state, partial }) => state === 'complete' && !partial)
