import type { RunSummary } from '@fleet-auditor/model/run.ts'

/** Runs among which it is looked for: an audit of one cluster is a run as well. */
export const lookBack = 50

/** The last run that read the whole fleet; runs newest first. */
export const lastCompleteOf = (runs: readonly RunSummary[]): RunSummary | undefined =>
  runs.find(({ state, partial }) => state === 'complete' && !partial)
