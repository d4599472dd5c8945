import type { Compared } from '@fleet-auditor/checks/compare.ts'
import type { ClusterContext } from '@fleet-auditor/checks/context.ts'
import type { Observation } from '@fleet-auditor/model/observation.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import type { Counters, Sections } from '@fleet-auditor/model/snapshot.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'
import type { FoundCluster } from '../discovery/discover-fleet.ts'
import type { Life } from './incarnation.ts'
import type { Head } from '../ports/store.ts'

/** One cluster's night, before and after it is stored. */
export interface ClusterAudit {
  readonly found: FoundCluster
  readonly key: string
  readonly incarnation: number
  /** What the last night left behind; absent on the first. */
  readonly before?: Head
  readonly life: Life
  readonly context: ClusterContext
  readonly row: LedgerRow
  readonly takenAt: string
  /** Set while the cluster could not be read: its findings are as of then. */
  readonly staleSince?: string
  readonly sections: Sections
  readonly verdicts: readonly Verdict[]
  readonly observations: readonly Observation[]
  readonly compared: Compared
  readonly counters?: Counters
}
