import { z } from 'zod'
import { Cause } from './cause.ts'
import { Cluster } from './cluster.ts'
import { Change, Finding } from './finding.ts'
import { Grant } from './section.ts'
import { LedgerRow } from './run.ts'
import { Severity } from './severity.ts'

/** How many open findings a check has, by severity. */
export const OpenByCheck = z.record(z.string(), z.partialRecord(Severity, z.number().int().positive()))
export type OpenByCheck = z.infer<typeof OpenByCheck>

/**
 * One cluster's night as the run's conclusion and the digest need it: about 1 KB, so that the reports of 10,000
 * clusters fit in one function. Findings of the fleet as a whole have a report of their own, with the key `fleet`;
 * those of a plane have `plane:<name>`.
 */
export const ClusterReport = z.object({
  key: z.string(),
  cluster: Cluster.omit({ cloud: true }),
  planes: z.array(z.string()),
  /** The team that answers for it. */
  team: z.string().optional(),
  row: LedgerRow,
  takenAt: z.string(),
  /** Set while the cluster could not be read: its findings are as of then. */
  staleSince: z.string().optional(),
  /** The first night of this cluster: what is open is its baseline, and `changes` is empty. */
  first: z.boolean(),
  /** Open findings that nobody accepted; those of an unread cluster as they stood. */
  open: OpenByCheck,
  waived: z.number().int(),
  /** What could not be known: one for each check and reason; `answers`: how many subjects, where more than one. */
  unknowns: z.array(
    z.object({
      check: z.string(),
      cause: Cause,
      detail: z.string(),
      grant: Grant.optional(),
      answers: z.number().int().optional(),
    }),
  ),
  /** Only the words that change something: never `standing` or `incomparable`. */
  changes: z.array(Change),
  /** Open findings whose waiver ended since the night before: nobody accepts them any longer. */
  waiversEnded: z.array(Finding).optional(),
  /** Median round trip from a vantage's region to this cluster's, ms. */
  latency: z.array(z.object({ from: z.string(), to: z.string(), medianMs: z.number() })),
})
export type ClusterReport = z.infer<typeof ClusterReport>
