import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import type { PlacedName } from '@fleet-auditor/model/cluster-label.ts'
import type { Digest } from '@fleet-auditor/model/digest.ts'
import type { Paint } from '../paint.ts'

/** How the report is to look. */
export interface Layout {
  readonly paint: Paint
  /** Places of a line. */
  readonly width: number
  /** Every row, instead of the first few of each block. */
  readonly all: boolean
}

/** What every block of the report is made of. */
export interface ReportInput {
  readonly document: AuditDocument
  /** Of the same run. */
  readonly digest: Digest
  /** Name and place of a cluster’s id; of `plane:<name>` and `fleet` the name alone. */
  readonly named: (cluster: string) => PlacedName
}

/** The first few rows, and in words how many there are beyond them. */
export function cut<T>(rows: readonly T[], most: number, { all }: Layout): { shown: readonly T[]; hidden: number } {
  // One more costs the same line as saying that there is one more.
  if (all || rows.length <= most + 1) return { shown: rows, hidden: 0 }
  return { shown: rows.slice(0, most), hidden: rows.length - most }
}
