import type { ClusterSettings } from '@fleet-auditor/model/cluster-settings.ts'
import type { Change, Finding } from '@fleet-auditor/model/finding.ts'
import type { Observation } from '@fleet-auditor/model/observation.ts'
import type { Presence } from '@fleet-auditor/model/presence.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { ResultTarget } from '@fleet-auditor/model/result-summary.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import type { Failed } from '@fleet-auditor/model/section.ts'
import type { Counters, SectionName } from '@fleet-auditor/model/snapshot.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'
import type { ClusterIdentity } from '../cluster/identity-evidence.ts'
import type { Head } from '../ports/store.ts'
import type { AcceptedFindings } from './accepted-findings.ts'

/** What only a cluster shows: how much of it was read, and what it showed of itself. */
interface ClusterFindings {
  /** The cloud of a kubeconfig context, where its nodes name it. */
  readonly provider?: Provider
  /** Kubernetes version. */
  readonly version?: string
  /** Whether Meshery is in it. */
  readonly presence?: Presence
  /** How its Meshery is set up. */
  readonly settings?: ClusterSettings
  /** Sections that could not be read. */
  readonly failedSections: Readonly<Partial<Record<SectionName, Failed>>>
  readonly observations: readonly Observation[]
  readonly counters?: Counters
}

/**
 * The result of one run for one target: cluster, plane or fleet. Made once, by `judge`; documents, digests and records are
 * views of it.
 */
export interface TargetResult {
  readonly target: ResultTarget
  readonly row: LedgerRow
  /** ISO 8601; orders the results of a target. */
  readonly takenAt: string
  readonly incarnation: number
  readonly identity: ClusterIdentity
  /** The API server's clock and ours differ: which of them is right is not known. */
  readonly clocksDiffer?: boolean
  /** What the last run left; absent on the first. */
  readonly before?: Head
  /** Set while the cluster could not be read: its findings are as of then. */
  readonly staleSince?: string
  /** Neither this run nor an earlier one read it. */
  readonly neverRead?: boolean
  readonly verdicts: readonly Verdict[]
  /** Every finding that is still remembered, open and resolved. */
  readonly findings: readonly Finding[]
  /** One for every finding that is open, was open, or came back. */
  readonly changes: readonly Change[]
  /** Those that rewrite a stored finding. */
  readonly rewrites: readonly Change[]
  readonly accepted: AcceptedFindings
  readonly cluster: ClusterFindings
}

/** A target that was not judged in this run: its row gives the reason. */
export interface Unjudged {
  readonly target: ResultTarget
  readonly row: LedgerRow
  readonly takenAt: string
}

export const isJudged = (result: TargetResult | Unjudged): result is TargetResult => 'verdicts' in result

export const noClusterFindings: ClusterFindings = { failedSections: {}, observations: [] }

/** The key under which a target's history lies. */
export const targetOf = ({ kind, key }: ResultTarget): Target =>
  kind === 'fleet' ? { kind, key: 'fleet' } : { kind, key }
