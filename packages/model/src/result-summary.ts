import { z } from 'zod'
import { Cause } from './cause.ts'
import { ClusterSettings } from './cluster-settings.ts'
import { Cluster } from './cluster.ts'
import { Change, Finding } from './finding.ts'
import { Presence } from './presence.ts'
import { LedgerRow } from './run.ts'
import { Grant } from './section.ts'
import { Severity } from './severity.ts'

/** How many open findings a check has, by severity. */
export const OpenByCheck = z.record(z.string(), z.partialRecord(Severity, z.number().int().positive()))
export type OpenByCheck = z.infer<typeof OpenByCheck>

export function openOfSeverity(open: OpenByCheck, severity: Severity): number {
  let sum = 0
  for (const bySeverity of Object.values(open)) sum += bySeverity[severity] ?? 0
  return sum
}

export function openCount(open: OpenByCheck): number {
  let sum = 0
  for (const severity of Severity.options) sum += openOfSeverity(open, severity)
  return sum
}

/** What a result is about, with the names people know it by. `key` is that of `Target`. */
export const ResultTarget = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('cluster'),
    key: z.string(),
    cluster: Cluster.omit({ cloud: true }),
    /** Names of the planes that claim it. */
    planes: z.array(z.string()),
    team: z.string().optional(),
  }),
  z.object({ kind: z.literal('plane'), key: z.string(), team: z.string().optional() }),
  z.object({ kind: z.literal('fleet'), key: z.literal('fleet'), name: z.string() }),
])
export type ResultTarget = z.infer<typeof ResultTarget>
export type ClusterTarget = Extract<ResultTarget, { kind: 'cluster' }>

/**
 * A target's result as the conclusion of the run and its digest need it: about 1 KB, so that those of 10,000 clusters
 * fit in one function.
 */
export const ResultSummary = z.object({
  target: ResultTarget,
  row: LedgerRow,
  takenAt: z.string(),
  /** Set while the cluster could not be read: its findings are as of then. */
  staleSince: z.string().optional(),
  /** Of a cluster: whether Meshery is in it. Absent: it was not judged. */
  presence: Presence.optional(),
  /** Of a cluster: how its Meshery is set up. Absent: it was not read. */
  settings: ClusterSettings.optional(),
  /** The first run of this target: what is open is its baseline, and `changes` is empty. */
  first: z.boolean(),
  /** Open findings without a waiver; those of an unread cluster as they stood. */
  open: OpenByCheck,
  waived: z.number().int(),
  /** What was not checked: one for each check and reason; `answers`: how many subjects, where more than one. */
  unknowns: z.array(
    z.object({
      check: z.string(),
      cause: Cause,
      detail: z.string(),
      grant: Grant.optional(),
      answers: z.number().int().optional(),
    }),
  ),
  /** Only what is worth a message: never `unchanged` or `incomparable`, and nothing that is waived. */
  changes: z.array(Change),
  /** Open findings whose waiver expired since the run before. */
  waiversEnded: z.array(Finding).optional(),
  /** Open findings whose waiver was taken out, or changed, since the run before. */
  waiversRemoved: z.array(Finding).optional(),
  /** How many open findings each waiver of the run accepts, by its place among them. */
  acceptedBy: z.record(z.string(), z.number().int().positive()).optional(),
  /** Median round trip from a vantage's region to this cluster's, ms. */
  latency: z.array(z.object({ from: z.string(), to: z.string(), medianMs: z.number() })),
})
export type ResultSummary = z.infer<typeof ResultSummary>
type ClusterSummary = ResultSummary & { readonly target: ClusterTarget }

export const isClusterSummary = (summary: ResultSummary): summary is ClusterSummary => summary.target.kind === 'cluster'

/** The name of a target in ledgers and lists: the cluster's id, `plane:<name>`, `fleet`. */
export const targetId = (target: ResultTarget): string =>
  target.kind === 'cluster' ? target.cluster.id : target.kind === 'plane' ? `plane:${target.key}` : 'fleet'
