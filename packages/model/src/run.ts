import { z } from 'zod'
import { Attestation } from './attestation.ts'
import { Cause } from './cause.ts'
import { Presence } from './presence.ts'
import { Provider } from './provider.ts'
import { Severity } from './severity.ts'
import { Waiver } from './waiver.ts'

/**
 * How one planned part of a run ended: a target, a scope or source that was listed, a step. Each ends as a row.
 * `contested`: read, while another cluster shows the same kube-system UID. `superseded`: read, and not stored, since a
 * later look at it is.
 */
export const LedgerRow = z.object({
  /** Cluster id, scope or source key, `plane:<name>`, `fleet`, or the name of the step. */
  id: z.string(),
  kind: z.enum(['cluster', 'plane', 'fleet', 'scope', 'source', 'step']),
  outcome: z.enum([
    'audited',
    'unreachable',
    'not-running',
    'failed',
    'cancelled',
    'superseded',
    'contested',
    'alias',
    'gone',
    'listed',
    'partial',
  ]),
  cause: Cause.optional(),
  detail: z.string().optional(),
})
export type LedgerRow = z.infer<typeof LedgerRow>

const SeverityCounts = z.record(Severity, z.number().int())

/** What a run is asked for: scope keys; ids, names or locators of clusters (globs); providers. Empty: everything. */
export const RunSelection = z.object({
  scopes: z.array(z.string()).readonly(),
  clusters: z.array(z.string()).readonly(),
  providers: z.array(Provider).readonly().optional(),
})
export type RunSelection = z.infer<typeof RunSelection>

/** Clusters read of the clusters known, in the fleet as a whole. */
export const Coverage = z.object({ read: z.number().int(), known: z.number().int() })
export type Coverage = z.infer<typeof Coverage>

/** Of each cause, how many answers it left open, and on how many targets. */
export const UnknownCauses = z.partialRecord(Cause, z.object({ answers: z.number().int(), targets: z.number().int() }))
export type UnknownCauses = z.infer<typeof UnknownCauses>

/** Waivers and attestations that a run works by, from the fleet file and the store, as of its start. */
const RunDecisions = z.object({ waivers: z.array(Waiver), attestations: z.array(Attestation) })

/**
 * One audit. `partial`: only some clusters or scopes were asked for; the rest is neither stale nor gone. `checks`: the
 * only ones that were asked for, absent: all of the catalogue; its counts are of these. `complete`: see completeness.ts.
 * `coverage`: absent while the run goes on.
 */
export const Run = z.object({
  id: z.string(),
  fleet: z.string(),
  startedAt: z.string(),
  endedAt: z.string().optional(),
  state: z.enum(['running', 'complete', 'incomplete']),
  partial: z.boolean(),
  selection: RunSelection.optional(),
  checks: z.array(z.string()).optional(),
  ruleSet: z.string(),
  decisions: RunDecisions.optional(),
  coverage: Coverage.optional(),
  counts: z
    .object({
      clusters: z.number().int(),
      audited: z.number().int(),
      unknowns: z.number().int(),
      unknownCauses: UnknownCauses.optional(),
      open: SeverityCounts,
      opened: z.number().int(),
      worsened: z.number().int(),
      resolved: z.number().int(),
      /** Clusters by whether Meshery is in them; absent: a run from before this was counted. */
      presence: z.record(Presence, z.number().int()).optional(),
    })
    .optional(),
  ledger: z.array(LedgerRow),
})
export type Run = z.infer<typeof Run>

/** A run in lists: its ledger has a row for every scope and cluster and is read by itself. */
export const RunSummary = Run.omit({ ledger: true })
export type RunSummary = z.infer<typeof RunSummary>

/** Rule version of every check, by its id. */
export const RuleSet = z.record(z.string(), z.number())
export type RuleSet = Readonly<Record<string, number>>
