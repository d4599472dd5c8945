import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'

/** What a verb reports while it works. The caller decides how to show it. */
export type ProgressEvent =
  | { readonly kind: 'scope-listed'; readonly scope: string; readonly clusters: number }
  | { readonly kind: 'scope-failed'; readonly scope: string; readonly detail: string }
  | { readonly kind: 'planned'; readonly clusters: number }
  | { readonly kind: 'cluster-started'; readonly cluster: string }
  | { readonly kind: 'cluster-ended'; readonly row: LedgerRow; readonly verdicts: readonly Verdict[] }
  | { readonly kind: 'note'; readonly message: string }

export type Progress = (event: ProgressEvent) => void
