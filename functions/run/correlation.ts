import { CloudWorker, Worker } from '@fleet-auditor/model/run-plan.ts'
import { z } from 'zod'
import { RunId } from './events.ts'

const none = undefined
const Index = z.number().int().nonnegative()

/** What correlates the lines of a run from the schedule to Slack; read from any event, also from one that is refused. */
const Correlation = z
  .object({
    verb: z.enum(['list-scopes', 'discover-scopes', 'audit-shard']).optional().catch(none),
    run: RunId.optional().catch(none),
    worker: z.union([Worker, CloudWorker]).optional().catch(none),
    group: Index.optional().catch(none),
    shard: Index.optional().catch(none),
    pass: Index.optional().catch(none),
  })
  .catch({})
export type Correlation = z.infer<typeof Correlation>

export const correlationOf = (event: unknown): Correlation => Correlation.parse(event)
