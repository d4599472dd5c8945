import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { StoredFinding } from '@fleet-auditor/audit/ports/store.ts'
import type { Retention } from '@fleet-auditor/model/retention.ts'

/** What the cases of the contract need of a store, whatever it stores in. A table of its own for every case. */
export interface StoreBench {
  readonly newTable: () => Promise<string>
  /** Stores of one table share what is stored and nothing else. */
  readonly store: (
    table: string,
    options?: { readonly now?: () => string; readonly retention?: Retention },
  ) => FleetStore
  /** Everything stored, in one order. */
  readonly rows: (table: string) => Promise<readonly unknown[]>
  /** The findings in every place that stores them as rows: all must agree. */
  readonly findingRows: (table: string) => Promise<readonly (readonly unknown[])[]>
  readonly seed: (table: string, findings: readonly StoredFinding[]) => Promise<void>
}

/** When the cases' clock stands still, unless a case moves it. */
export const fixedNow = (): string => '2026-02-28T00:00:00.000Z'
