import type { ResultSummary } from './result-summary.ts'
import type { Run } from './run.ts'

/** A run that is over, with the summary of every target: what digests are made of. */
export interface RunReport {
  readonly run: Run
  readonly summaries: readonly ResultSummary[]
}
