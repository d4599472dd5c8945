import type { ClusterReport } from './cluster-report.ts'
import type { Run } from './run.ts'

/** A run that is over, with what it says of every cluster: what digests are made of. */
export interface NightReport {
  readonly run: Run
  readonly reports: readonly ClusterReport[]
}
