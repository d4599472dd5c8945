import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { placedNames, type PlacedName } from '@fleet-auditor/model/cluster-label.ts'
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
  /** Open findings that no waiver accepts, by the id of their cluster. */
  readonly openOf: ReadonlyMap<string, AuditDocument['findings']>
  /** By the id of their cluster. */
  readonly verdictsOf: ReadonlyMap<string, AuditDocument['verdicts']>
}

/** What is looked up for each cluster is grouped once: a run has thousands of clusters with a verdict of every check. */
export function reportInput(document: AuditDocument, digest: Digest): ReportInput {
  const open = document.findings.filter(({ state, waived }) => state === 'open' && !waived)
  return {
    document,
    digest,
    named: placedNames(document.clusters),
    openOf: Map.groupBy(open, ({ cluster }) => cluster),
    verdictsOf: Map.groupBy(document.verdicts, ({ cluster }) => cluster),
  }
}

/** The first few rows, and in words how many there are beyond them. */
export function cut<T>(rows: readonly T[], most: number, { all }: Layout): { shown: readonly T[]; hidden: number } {
  // One more costs the same line as saying that there is one more.
  if (all || rows.length <= most + 1) return { shown: rows, hidden: 0 }
  return { shown: rows.slice(0, most), hidden: rows.length - most }
}
