import { z } from 'zod'
import { Cause } from './cause.ts'
import { ChangeKind } from './finding.ts'
import { RunSummary } from './run.ts'
import { Severity } from './severity.ts'

/** A cluster named in a digest, with the team that answers for it. */
const Named = z.object({ cluster: z.string(), team: z.string().optional() })

/** One line of a digest: a check, how it changed, on which clusters. */
export const DigestLine = z.object({
  kind: ChangeKind,
  /** The change came with a new rule, not from the clusters. */
  rule: z.boolean(),
  /** For resolved ones: why. */
  why: z.string().optional(),
  severity: Severity,
  check: z.string(),
  title: z.string(),
  /** What to do, for lines that ask for it. */
  remedy: z.string().optional(),
  /** `says`: what was found there, one sentence a subject. */
  clusters: z.array(Named.extend({ says: z.array(z.string()) })),
})
export type DigestLine = z.infer<typeof DigestLine>

/** The short message for people about one run. Strings from clusters are already safe to show in plain text. */
export const Digest = z.object({
  run: RunSummary,
  /** No cluster of this run was known before: its findings are counted, not told. */
  baseline: z.boolean(),
  /** Clusters seen for the first time, with how many findings they brought; counted, not told. */
  newClusters: z.array(Named.extend({ open: z.number().int() })),
  lines: z.array(DigestLine),
  /** Clusters that could not be read, with since when their findings stand. */
  stale: z.array(Named.extend({ cause: z.string(), since: z.string().optional() })),
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
