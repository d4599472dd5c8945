import type { Finding } from '@fleet-auditor/model/finding.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import type { AuditRecord, StoredFinding } from './store.ts'

/** Everything given must hold. `owners`: only of these (what the registry said of a region, plane or team). */
export interface FindingFilter {
  readonly state?: Finding['state']
  readonly severities?: readonly Severity[]
  readonly check?: string
  readonly providers?: readonly Provider[]
  readonly targets?: readonly Target[]
  /** ISO 8601; changed at or after. */
  readonly changedSince?: string
  /** Looked for in check, subject and evidence, case-insensitive; filters what the rest yields. */
  readonly text?: string
}

export interface FindingPage {
  readonly findings: readonly StoredFinding[]
  /** Where the next page begins; absent at the end. Opaque, url-safe, bound to its filter. */
  readonly next?: string
  /** Read capacity units that this page cost. */
  readonly units: number
}

/** What one finding went through, oldest first; at most the last 20. */
export interface FindingHistory {
  readonly finding: StoredFinding
  readonly transitions: readonly string[]
}

/** Lists for people and machines: pages in the order of change, the last first. */
export interface FindingPages {
  /** Throws AuditorError `usage` (place `cursor`) for a cursor that is none or belongs to another filter. */
  page(filter: FindingFilter, limit: number, cursor?: string): Promise<FindingPage>
  find(fingerprint: string): Promise<FindingHistory | undefined>
  /** The target's records before `before` (ISO 8601), newest first. */
  records(target: Target, limit: number, before?: string): Promise<readonly AuditRecord[]>
}
