import { workItemName, type WorkerFailure, type WorkItem } from '@fleet-auditor/model/run-plan.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'

/** Why a worker's part is not there. */
export type FailureReason = Pick<WorkerFailure, 'cause' | 'detail'>

export interface ItemFailures {
  /** Why an item failed: Step Functions' cause, else the run's default. */
  of(item: WorkItem): FailureReason
  has(item: WorkItem): boolean
  /** Steps of the run as a whole that failed: a run in which one did is not complete, whatever its rows say. */
  readonly steps: readonly LedgerRow[]
}

export function itemFailures(failures: readonly WorkerFailure[], otherwise: FailureReason): ItemFailures {
  const byItem = new Map(failures.map((failure) => [workItemName(failure.item), failure]))
  const steps = failures.flatMap(({ item, cause, detail }): LedgerRow[] =>
    item.kind === 'step' ? [{ id: item.step, kind: 'step', outcome: 'failed', cause, detail }] : [],
  )
  return {
    of: (item) => {
      const { cause, detail } = byItem.get(workItemName(item)) ?? otherwise
      return { cause, detail }
    },
    has: (item) => byItem.has(workItemName(item)),
    steps,
  }
}
