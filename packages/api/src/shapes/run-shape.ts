import { Digest } from '@fleet-auditor/model/digest.ts'
import { LedgerRow, RunSelection, RunSummary } from '@fleet-auditor/model/run.ts'
import { z } from '@hono/zod-openapi'
import { linkTo } from '../links.ts'

const Links = z.object({ self: z.string() })

/** A run in lists; its rule set comes with the run itself. */
export const RunLine = RunSummary.omit({ ruleSet: true, decisions: true }).extend({ links: Links }).openapi('RunLine')
export type RunLine = z.infer<typeof RunLine>

export function runLine(summary: RunSummary & { readonly ledger?: unknown }): RunLine {
  const { ruleSet: _, ledger: __, decisions: ___, ...run } = summary
  return { ...run, links: { self: linkTo.run(run.id) } }
}

export const RunList = z.object({ runs: z.array(RunLine) }).openapi('RunList')

export const RunPage = RunLine.extend({
  /** Rule version of every check that judged. */
  ruleSet: z.record(z.string(), z.number()),
  /** What could not be read comes first. */
  ledger: z.array(LedgerRow),
  ledgerRows: z.number().int(),
  next: z.string().optional(),
  digest: Digest.extend({ run: RunSummary.omit({ ruleSet: true, decisions: true }) }).optional(),
}).openapi('Run')
export type RunPage = z.infer<typeof RunPage>

const Word = z.string().min(1).max(512)

/** One of the two, or neither. */
export const RunRequest = z
  .union([
    z.strictObject({ scope: Word.openapi({ description: 'A scope key: aws:<account>:<region>, gcp:<project>' }) }),
    z.strictObject({ cluster: Word.openapi({ description: 'A cluster by id, key or locator' }) }),
    z.strictObject({}).openapi({ description: 'The whole fleet' }),
  ])
  .openapi('RunRequest')
export type RunRequest = z.infer<typeof RunRequest>

export const RunStarted = z
  .object({ run: z.string(), selection: RunSelection, state: z.enum(['started', 'already']), links: Links })
  .openapi('RunStarted')

export const exampleRun: RunLine = {
  id: '20261121T040000Z-9c56cc5',
  fleet: 'acme',
  startedAt: '2026-11-21T04:00:00Z',
  endedAt: '2026-11-21T04:03:41Z',
  state: 'incomplete',
  partial: false,
  coverage: { read: 10, known: 14 },
  counts: {
    clusters: 14,
    audited: 10,
    unknowns: 22,
    open: { critical: 1, high: 18, medium: 15, low: 3, info: 11 },
    opened: 3,
    worsened: 2,
    resolved: 2,
  },
  links: { self: '/v1/runs/20261121T040000Z-9c56cc5' },
}

export const exampleRunPage: RunPage = {
  ...exampleRun,
  ruleSet: { 'public-broker': 2, 'unreachable-cluster': 1 },
  ledger: [
    { id: 'gcp:acme-retail', kind: 'scope', outcome: 'failed', cause: 'forbidden', detail: 'clusters.list is denied' },
    { id: 'aks:northeurope/returns', kind: 'cluster', outcome: 'unreachable', cause: 'timeout' },
    { id: 'eks:111122223333:eu-west-1/orders', kind: 'cluster', outcome: 'audited' },
  ],
  ledgerRows: 3,
}
