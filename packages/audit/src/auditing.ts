import type { AnyClusterCheck } from '@fleet-auditor/checks/define.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'

/** What one run audits by; the same for every cluster of it. */
export interface Auditing {
  readonly run: string
  /** Canonical map of check to rule version. */
  readonly ruleSet: string
  readonly fleet: FleetFile
  readonly checks: readonly AnyClusterCheck[]
  readonly clusterDeadlineMs: number
  /** Milliseconds one probe connection may take. */
  readonly probeTimeoutMs: number
  readonly signal: AbortSignal
  /** Once it aborts no further cluster is begun; those under way go on. */
  readonly draining?: AbortSignal
}
