import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import type { WorkerFailure } from '@fleet-auditor/model/run-plan.ts'

/** Why a worker's part is not there. */
export type WhatWentWrong = Pick<WorkerFailure, 'cause' | 'detail'>

export interface ItemFailures {
  /** What befell an item: as the engine saw it, else what is known of the run. */
  of(item: string): WhatWentWrong
  has(item: string): boolean
  /** Steps of the run as a whole that failed: a run in which one did is not complete, whatever its rows say. */
  readonly steps: readonly LedgerRow[]
}

export function itemFailures(failures: readonly WorkerFailure[], otherwise: WhatWentWrong): ItemFailures {
  const byItem = new Map(failures.map((failure) => [failure.item, failure]))
  const steps = failures.filter(({ item }) => !item.includes('/'))
  return {
    of: (item) => byItem.get(item) ?? otherwise,
    has: (item) => byItem.has(item),
    steps: steps.map(({ item, cause, detail }) => ({ id: item, kind: 'scope', outcome: 'failed', cause, detail })),
  }
}
