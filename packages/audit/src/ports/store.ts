import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import type { Change, ChangeKind, Finding } from '@fleet-auditor/model/finding.ts'
import type { Observation } from '@fleet-auditor/model/observation.ts'
import type { Presence } from '@fleet-auditor/model/presence.ts'
import type { OpenByCheck } from '@fleet-auditor/model/result-summary.ts'
import type { LedgerRow, RuleSet, Run, RunSummary } from '@fleet-auditor/model/run.ts'
import type { Counters, Snapshot } from '@fleet-auditor/model/snapshot.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import type { StoredVerdict, Verdict } from '@fleet-auditor/model/verdict.ts'
import type { Waiver } from '@fleet-auditor/model/waiver.ts'

/** The commit of a target: what the last run that counts left behind. */
export interface Head {
  readonly incarnation: number
  readonly run: string
  readonly takenAt: string
  /** Where it stands among the target's records, ISO 8601: `takenAt`, unless an earlier one is of the future. */
  readonly order: string
  /** Sort key of the STATE row that holds the findings; it changes only when they change. */
  readonly stateVersion: string
  readonly ruleSet: string
  readonly projected: boolean
  readonly snapshotHash?: string
  readonly open: number
  /** Set while the owner could not be read: its findings are as of then. */
  readonly staleSince?: string
  /** No run has read it to its end: its identity is known, and nothing of it is as of any time. */
  readonly neverRead?: boolean
  /** `kube-system` UID and the cloud's life, which distinguish incarnations. */
  readonly uid?: string
  readonly life?: string
}

/** All a cluster's (plane's, fleet's) findings that are not forgotten: open ones, and resolved ones for 90 days. */
export interface TargetState {
  readonly head: Head | undefined
  readonly findings: readonly Finding[]
  /** The last changes of each finding by kind, oldest first, at most 20; by fingerprint. */
  readonly transitions?: Readonly<Record<string, readonly ChangeKind[]>>
}

/** One target's run, as it is written. `changes` are the comparisons that rewrite a finding; empty where nothing changed. */
export interface NewRecord {
  readonly target: Target
  readonly run: string
  readonly takenAt: string
  /** Orders the target's records, ISO 8601; absent: `takenAt`. */
  readonly order?: string
  readonly incarnation: number
  readonly ruleSet: string
  readonly row: LedgerRow
  readonly verdicts: readonly Verdict[]
  readonly observations: readonly Observation[]
  readonly counters?: Counters
  readonly presence?: Presence
  readonly snapshot?: { readonly hash: string; readonly body: Snapshot }
  readonly findings: readonly Finding[]
  readonly changes: readonly Change[]
  readonly staleSince?: string
  readonly neverRead?: boolean
  readonly uid?: string
  readonly life?: string
}

/** What was recorded of one target in one run (OBS row). */
export interface AuditRecord {
  readonly target: Target
  readonly run: string
  readonly takenAt: string
  readonly incarnation: number
  readonly row: LedgerRow
  readonly verdicts: readonly StoredVerdict[]
  readonly observations: readonly Observation[]
  readonly counters?: Counters
  /** Of a cluster: whether Meshery was in it. */
  readonly presence?: Presence
  readonly snapshotHash?: string
}

/**
 * What one run changed of one target: the changes that rewrote a finding, `unchanged` among them where only its evidence
 * did. Several passes of the run (a doubled worker) are one: what was opened and resolved again in between is no change.
 */
export interface RunChanges {
  /** The target's first run: all of its findings are new, and `changes` is empty. */
  readonly first: boolean
  readonly changes: readonly Change[]
}

/** A cluster in the registry, with what lists need. */
export interface RegisteredCluster {
  readonly key: string
  readonly cluster: Omit<Cluster, 'cloud'>
  readonly planes: readonly string[]
  readonly open: number
  /** Open findings without a waiver, by check. Absent: known from a run before these were stored. */
  readonly openByCheck?: OpenByCheck
  /** Whether Meshery was in it at the last look. Absent: known from a run before this was stored. */
  readonly presence?: Presence
  /** The team that answers for it. */
  readonly team?: string
  readonly firstSeen: string
  /** Confirmed gone: in this run it was no longer listed by a scope read to its end. */
  readonly goneIn?: string
}

export interface FindingQuery {
  readonly state?: Finding['state']
  readonly check?: string
  readonly target?: Target
}

/** `flips`: how often it opened or was resolved, of its last 20 changes; absent where that is seldom. */
export type StoredFinding = Finding & { readonly target: Target; readonly flips?: number }

/**
 * The fleet's memory. Writes are idempotent: every one may be repeated, overlap another, or be cut between two rows;
 * the next read repairs. Throws AuditorError `store` when the table itself cannot be used.
 */
export interface Store {
  /** Changes nothing about a run that is over. */
  openRun(run: Run): Promise<void>
  /**
   * The first close wins: closing a run that is over changes nothing, whatever its state and content. Of two that
   * close at once one is stored, whole. Also sweeps expired rows.
   */
  closeRun(run: Run): Promise<void>
  /** Newest first, without their ledgers. */
  listRuns(limit: number): Promise<RunSummary[]>
  readRunSummary(id: string): Promise<RunSummary | undefined>
  readRun(id: string): Promise<Run | undefined>
  /** Rule versions that a run judged by; read once for each run, since thousands of clusters share the last one. */
  rulesOf(run: string): Promise<RuleSet | undefined>
  /** Waivers that a run worked by, expired ones among them; read once for each run. */
  waiversOf(run: string): Promise<readonly Waiver[]>

  /** Projects an unfinished record first. */
  readState(target: Target): Promise<TargetState>
  /** `superseded`: a newer snapshot is stored; the record goes to OBS and changes nothing else. */
  recordAudit(record: NewRecord): Promise<'committed' | 'superseded'>
  /** Records of one run, all targets. */
  readRecords(run: string): Promise<AuditRecord[]>
  /** The target's records, newest first. */
  readHistory(target: Target, limit: number): Promise<AuditRecord[]>
  /** What a run changed of one target; undefined where the run recorded nothing of it. */
  changesOf(run: string, target: Target): Promise<RunChanges | undefined>
  readSnapshot(hash: string): Promise<Snapshot | undefined>

  readRegistry(): Promise<RegisteredCluster[]>
  /** Writes only what differs from `known`. */
  register(clusters: readonly RegisteredCluster[], known: readonly RegisteredCluster[]): Promise<void>
  /** Claims a kube-system UID: the first claim stays for ever. Returns it. `claim`: who claims, as the caller writes it. */
  claimUid(uid: string, claim: string): Promise<string>

  queryFindings(query: FindingQuery): Promise<StoredFinding[]>
  close(): Promise<void>
}
