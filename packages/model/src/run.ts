import { z } from 'zod'
import { Cause } from './cause.ts'
import { Severity } from './severity.ts'

/** How one planned cluster (scope, plane) of a run ended. Every planned one ends as a row. */
export const LedgerRow = z.object({
  /** Cluster id, scope key, or `plane:<name>`. */
  id: z.string(),
  kind: z.enum(['cluster', 'scope', 'plane']),
  outcome: z.enum([
    'audited',
    'unreachable',
    'not-running',
    'failed',
    'cancelled',
    'superseded',
    'alias',
    'gone',
    'listed',
    'partial',
  ]),
  cause: Cause.optional(),
  detail: z.string().optional(),
})
export type LedgerRow = z.infer<typeof LedgerRow>

export const SeverityCounts = z.record(Severity, z.number().int())

/** What an audit on demand is about: scope keys, and cluster ids or locators. Empty lists: everything. */
export const RunSelection = z.object({ scopes: z.array(z.string()), clusters: z.array(z.string()) })
export type RunSelection = z.infer<typeof RunSelection>

/** Clusters read of the clusters known, in the fleet as a whole. */
export const Coverage = z.object({ read: z.number().int(), known: z.number().int() })
export type Coverage = z.infer<typeof Coverage>

/**
 * One audit. `partial`: only some clusters or scopes were asked for; the rest is neither stale nor gone. `complete`: see
 * completeness.ts. `coverage`: absent while the run goes on.
 */
export const Run = z.object({
  id: z.string(),
  fleet: z.string(),
  startedAt: z.string(),
  endedAt: z.string().optional(),
  state: z.enum(['running', 'complete', 'incomplete']),
  partial: z.boolean(),
  selection: RunSelection.optional(),
  ruleSet: z.string(),
  coverage: Coverage.optional(),
  counts: z
    .object({
      clusters: z.number().int(),
      audited: z.number().int(),
      unknowns: z.number().int(),
      open: SeverityCounts,
      opened: z.number().int(),
      worsened: z.number().int(),
      resolved: z.number().int(),
    })
    .optional(),
  ledger: z.array(LedgerRow),
})
export type Run = z.infer<typeof Run>

/** A run in lists: its ledger has a row for every scope and cluster and is read by itself. */
export const RunSummary = Run.omit({ ledger: true })
export type RunSummary = z.infer<typeof RunSummary>
