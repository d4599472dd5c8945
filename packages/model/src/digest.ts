import { z } from 'zod'
import { Cause } from './cause.ts'
import { DecisionNote } from './decision-note.ts'
import { ChangeKind, Resolution } from './finding.ts'
import { CloudProvider } from './provider.ts'
import type { ResultSummary } from './result-summary.ts'
import { RunSummary, type Run } from './run.ts'
import { Severity } from './severity.ts'
import { Target } from './target.ts'

/** A target as a digest names it (`cluster`: a cluster's id, `plane:<name>` or `fleet`), with the team it belongs to. */
const Named = z.object({ target: Target, cluster: z.string(), team: z.string().optional() })

/** Why a finding is resolved, or came back. */
export const Reason = z.enum([...Resolution.options, 'waiver-expired', 'waiver-removed'])
export type Reason = z.infer<typeof Reason>

/** One line of a digest: a check, how it changed, on which targets. */
export const DigestLine = z.object({
  kind: ChangeKind,
  /** The change came with a new rule, not from the clusters. */
  rule: z.boolean(),
  why: Reason.optional(),
  /** It opened and was resolved again and again: in one line, whatever it turned to in this run. */
  flapping: z.literal(true).optional(),
  severity: Severity,
  check: z.string(),
  title: z.string(),
  /** What to do, for lines that ask for it. */
  remedy: z.string().optional(),
  /** `texts`: what was found there, one sentence a subject. */
  clusters: z.array(Named.extend({ texts: z.array(z.string()) })),
})
export type DigestLine = z.infer<typeof DigestLine>

/** `validUntil`: the last day (ISO date) on which an end of support that is still ahead is believed. */
const AgingCalendar = z.object({ provider: CloudProvider, validUntil: z.string() })
export type AgingCalendar = z.infer<typeof AgingCalendar>

/** The short message for people about one run. Strings from clusters are already safe to show in plain text. */
export const Digest = z.object({
  run: RunSummary.omit({ decisions: true }),
  /** No cluster of this run was known before: its findings are counted, not listed. */
  baseline: z.boolean(),
  /** Clusters seen for the first time, with how many findings they brought; counted, not listed. */
  newClusters: z.array(Named.extend({ open: z.number().int() })),
  lines: z.array(DigestLine),
  /** Clusters that could not be read, and since when: their findings are as of then. */
  stale: z.array(Named.extend({ cause: z.string(), since: z.string().optional() })),
  /** Calendars of support that this release will not believe much longer, of clouds that the run has clusters of. */
  agingCalendars: z.array(AgingCalendar).optional(),
  /** Waivers and attestations that ask for something; of runs of the whole fleet. */
  decisionNotes: z.array(DecisionNote).optional(),
  unreadScopes: z.array(z.object({ scope: z.string(), detail: z.string() })),
  unknowns: z.array(
    z.object({
      cause: Cause,
      remedy: z.string().optional(),
      detail: z.string(),
      clusters: z.number().int(),
      checks: z.array(z.string()),
    }),
  ),
})
export type Digest = z.infer<typeof Digest>

/** A run that is over, with the summary of every target: what digests are made of. */
export interface RunReport {
  readonly run: Run
  readonly summaries: readonly ResultSummary[]
}
