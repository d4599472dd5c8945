import { auditPlaneShard } from '@fleet-auditor/audit/fan-out/audit-plane-shard.ts'
import { auditShard } from '@fleet-auditor/audit/fan-out/audit-shard.ts'
import { concludeRun } from '@fleet-auditor/audit/fan-out/conclude-run.ts'
import { discoverScopes } from '@fleet-auditor/audit/fan-out/discover-scopes.ts'
import { listScopes } from '@fleet-auditor/audit/fan-out/list-scopes.ts'
import { planScopes } from '@fleet-auditor/audit/fan-out/plan-scopes.ts'
import { planShards, type PlannedShard } from '@fleet-auditor/audit/fan-out/plan-shards.ts'
import { recordFailure } from '@fleet-auditor/audit/fan-out/record-failure.ts'
import { startRun } from '@fleet-auditor/audit/fan-out/start-run.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { RunSelection, RunSummary } from '@fleet-auditor/model/run.ts'
import { contextOf } from '../audit-world/context-of.ts'
import { portsOnto, type World } from '../audit-world/world.ts'
import { dying, lifetimeOf } from './dying-worker.ts'

export interface FanOut {
  readonly run: string
  readonly fleet: FleetFile
  readonly world: World
  readonly store: FleetStore
  readonly selection?: RunSelection
  /** The order that shards are audited in. */
  readonly order?: (shards: readonly PlannedShard[]) => readonly PlannedShard[]
  /** Every step is delivered twice. */
  readonly doubled?: boolean
  /** How many calls of the store a step's first worker lives for; `onDeath`: it did not outlive them. */
  readonly dies?: {
    readonly step: 'audit-shard' | 'conclude-run'
    readonly calls: number
    readonly onDeath: () => void
  }
  /** The store as each worker of a shard holds it; `die` ends the worker. */
  readonly storeOfWorker?: (store: FleetStore, die: () => void) => FleetStore
  /** Milliseconds that a worker of a shard has left, asked before each cluster. */
  readonly remainingMs?: () => number
}

const attempts = 4
const passes = 6

/** A run as the state machine executes it, in this process: retries, further deliveries and failures included. */
export async function runFanOut(fanOut: FanOut): Promise<RunSummary> {
  await openRun(fanOut)
  await auditTargets(fanOut)
  return concludeRunOf(fanOut)
}

export async function openRun(fanOut: FanOut): Promise<void> {
  const { selection } = fanOut
  const ports = portsOnto(fanOut.world, fanOut.store)
  const context = contextOf(fanOut)
  const { workers } = await twice(fanOut, () => startRun({ selection }, context, ports))
  for (const worker of workers) await twice(fanOut, () => listScopes({ worker }, context, ports))
}

export async function auditTargets(fanOut: FanOut): Promise<void> {
  const { run, world, store } = fanOut
  const ports = portsOnto(world, store)
  const context = contextOf(fanOut)
  for (const { group } of await twice(fanOut, () => planScopes(run, ports))) {
    await twice(fanOut, () => discoverScopes({ group }, context, ports))
  }
  const shards = await twice(fanOut, () => planShards(run, context, ports))
  for (const shard of fanOut.order?.(shards) ?? shards) await auditInPasses(fanOut, shard)
}

export async function concludeRunOf(fanOut: FanOut): Promise<RunSummary> {
  const conclude = (store: FleetStore): Promise<RunSummary> => {
    const { run: _, startedAt: __, ...context } = contextOf(fanOut)
    return concludeRun({ run: fanOut.run }, context, portsOnto(fanOut.world, store))
  }
  if (fanOut.dies?.step === 'conclude-run') {
    const life = lifetimeOf(fanOut.dies.calls)
    if ((await Promise.race([conclude(dying(fanOut.store, life)), life.death])) === 'died') fanOut.dies.onDeath()
  }
  return twice(fanOut, () => conclude(fanOut.store))
}

async function auditInPasses(fanOut: FanOut, planned: PlannedShard): Promise<void> {
  for (let pass = 0; pass < passes; pass++) {
    const ended = await twice(fanOut, () => attempted(fanOut, planned, pass))
    if (ended === 'died') {
      const caught = { error: 'Runtime.ExitError', cause: '{"errorMessage":"signal: killed"}' }
      return recordFailure(fanOut.run, { kind: 'shard', shard: planned.shard }, caught, fanOut)
    }
    if (ended.remaining === 0) return
  }
}

type Ended = { readonly remaining: number } | 'died'

async function attempted(fanOut: FanOut, planned: PlannedShard, pass: number): Promise<Ended> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const first = attempt === 0 && planned.shard === 0 && fanOut.dies?.step === 'audit-shard'
    const ended = await auditOnce(fanOut, planned, pass, first ? fanOut.dies?.calls : Infinity)
    if (ended !== 'died') return ended
    if (first) fanOut.dies?.onDeath()
  }
  return 'died'
}

/** One worker. It dies with all it has under way: nothing that it asks of the store is answered any more. */
export function auditOnce(
  fanOut: FanOut,
  { shard, worker }: PlannedShard,
  pass: number,
  calls = Infinity,
): Promise<Ended> {
  const { run, world, store, remainingMs = () => 600_000 } = fanOut
  const life = lifetimeOf(calls)
  const own = fanOut.storeOfWorker?.(store, life.end) ?? store
  const ports = portsOnto(world, dying(own, life), life.end)
  const context = contextOf(fanOut)
  const audited =
    worker === 'planes'
      ? auditPlaneShard({ run, shard }, context, ports).then(() => ({ remaining: 0 }))
      : auditShard({ run, shard, pass, remainingMs }, context, ports)
  return Promise.race([audited, life.death])
}

async function twice<T>({ doubled }: FanOut, step: () => Promise<T>): Promise<T> {
  const ended = await step()
  if (doubled) await step()
  return ended
}
