import { Digest } from '@fleet-auditor/model/digest.ts'
import { LedgerRow, RunSelection, RunSummary } from '@fleet-auditor/model/run.ts'
import { z } from '@hono/zod-openapi'

const Links = z.object({ self: z.string() })

/** A run in lists. Its rule set is told with the run itself. */
export const RunLine = RunSummary.omit({ ruleSet: true }).extend({ links: Links }).openapi('RunLine')
export type RunLine = z.infer<typeof RunLine>

export const RunList = z.object({ runs: z.array(RunLine) }).openapi('RunList')

export const RunPage = RunLine.extend({
  /** Rule version of every check that judged. */
  ruleSet: z.record(z.string(), z.number()),
  /** What could not be read comes first. */
  ledger: z.array(LedgerRow),
  ledgerRows: z.number().int(),
  next: z.string().optional(),
  digest: Digest.extend({ run: RunSummary.omit({ ruleSet: true }) }).optional(),
}).openapi('Run')
export type RunPage = z.infer<typeof RunPage>

const Word = z.string().min(1).max(512)

/** One of the two, or neither. */
export const RunAsked = z
  .union([
    z.strictObject({ scope: Word.openapi({ description: 'A scope key: aws:<account>:<region>, gcp:<project>' }) }),
    z.strictObject({ cluster: Word.openapi({ description: 'A cluster by id, key or locator' }) }),
    z.strictObject({}).openapi({ description: 'The whole fleet' }),
  ])
  .openapi('RunAsked')
export type RunAsked = z.infer<typeof RunAsked>

export const RunStarted = z
  .object({ run: z.string(), selection: RunSelection, state: z.enum(['started', 'already']), links: Links })
  .openapi('RunStarted')
