import { z } from 'zod'
import { Cause } from './cause.ts'
import { Cluster } from './cluster.ts'
import { Change, Finding } from './finding.ts'
import { Grant } from './section.ts'
import { LedgerRow } from './run.ts'
import { Severity } from './severity.ts'
import { Target } from './target.ts'

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

/**
 * What a run found of one target, as its conclusion and the digest need it: about 1 KB, so that the reports of 10,000
 * clusters fit in one function. `cluster` bears the names of a plane or of the fleet where the target is one.
 */
export const ClusterReport = z.object({
  target: Target,
  key: z.string(),
  cluster: Cluster.omit({ cloud: true }),
  planes: z.array(z.string()),
  /** The team that answers for it. */
  team: z.string().optional(),
  row: LedgerRow,
  takenAt: z.string(),
  /** Set while the cluster could not be read: its findings are as of then. */
  staleSince: z.string().optional(),
  /** The first run that judged this target: what is open is its baseline, and `changes` is empty. */
  first: z.boolean(),
  /** Open findings that no waiver accepts; those of an unread cluster as last known. */
  open: OpenByCheck,
  waived: z.number().int(),
  /** What was not checked: one for each check and reason; `answers`: how many subjects, where more than one. */
  unknowns: z.array(
    z.object({
      check: z.string(),
      cause: Cause,
      detail: z.string().optional(),
      grant: Grant.optional(),
      answers: z.number().int().optional(),
    }),
  ),
  /** Reported changes: never `unchanged` or `incomparable`. */
  changes: z.array(Change),
  /** Open findings whose waiver expired since the run before. */
  waiversEnded: z.array(Finding).optional(),
  /** Median round trip from a vantage's region to this cluster's, ms. */
  latency: z.array(z.object({ from: z.string(), to: z.string(), medianMs: z.number() })),
})
export type ClusterReport = z.infer<typeof ClusterReport>
