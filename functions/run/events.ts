import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { Observation, ProbeTarget } from '@fleet-auditor/model/observation.ts'
import { CloudWorker, Worker } from '@fleet-auditor/model/run-plan.ts'
import { RunSelection } from '@fleet-auditor/model/run.ts'
import { z } from 'zod'

/** A run's id is the name of its execution too: what Step Functions takes as one. */
const RunId = z.string().regex(/^[\w-]{1,80}$/, 'expected a run id such as 20261121T020000Z-9c56cc51')
const Index = z.number().int().nonnegative()

/** What EventBridge Scheduler sends; it fills the time in. A person who invokes by hand may send nothing. */
export const TickEvent = z.object({ scheduledTime: z.iso.datetime({ offset: true }).optional() }).nullish()

/** Input of an execution. */
export const StartRunEvent = z.object({ run: RunId, selection: RunSelection.optional() })
export type StartRunEvent = z.infer<typeof StartRunEvent>

/** Of states that work on a run as a whole. */
export const RunEvent = z.object({ run: RunId })

const ListScopes = z.object({ verb: z.literal('list-scopes'), run: RunId, worker: CloudWorker })
const DiscoverScopes = z.object({ verb: z.literal('discover-scopes'), run: RunId, group: Index, worker: CloudWorker })
/** `pass`: how often this shard was delivered before. */
export const AuditShardEvent = z.object({
  verb: z.literal('audit-shard'),
  run: RunId,
  shard: Index,
  worker: Worker,
  pass: Index,
})
export type AuditShardEvent = z.infer<typeof AuditShardEvent>

/** All that the function of one cloud is asked. */
export const WorkerEvent = z.discriminatedUnion('verb', [ListScopes, DiscoverScopes, AuditShardEvent])
export type WorkerEvent = z.infer<typeof WorkerEvent>

/** What the engine's Catch caught; `item` names the work that ended so (`scopes/eks`, `group/3`, `shard/12`). */
export const RecordFailureEvent = z.object({
  run: RunId,
  item: z.string().min(1).max(200),
  error: z.object({ Error: z.string().default('States.Unknown'), Cause: z.string().default('') }),
})

/** Bounds of one probe call: each target may take the whole time, and all are probed at once. */
const probeLimits = { targets: 20, timeoutMs: 10_000 } as const

/** Names its vantage, never the vantage's rules: those are the fleet file's. */
export const ProbeEvent = z.object({
  run: RunId.optional(),
  vantage: z.string().min(1),
  targets: z.array(ProbeTarget).max(probeLimits.targets),
  authorities: z.record(z.string(), z.string()),
  timeoutMs: z.number().int().positive().max(probeLimits.timeoutMs),
})
export type ProbeEvent = z.infer<typeof ProbeEvent>
export const ProbeAnswer = z.object({ observations: z.array(Observation) })
export type ProbeAnswer = z.infer<typeof ProbeAnswer>

const none = undefined

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

/** An event in its shape. Throws AuditorError `usage` that names each place that is not. */
export function parseEvent<T>(shape: z.ZodType<T>, event: unknown): T {
  const parsed = shape.safeParse(event)
  if (parsed.success) return parsed.data
  const places = parsed.error.issues.map(({ path, message }) => ({ place: ['event', ...path].join('.'), message }))
  const mistakes = places.slice(0, 5).map(({ place, message }) => `${place}: ${message}`)
  throw new AuditorError('usage', `the event is not what this function takes: ${mistakes.join('; ')}`, {
    place: places[0]?.place ?? 'event',
    remedy: 'send what functions/run/events.ts describes',
  })
}
