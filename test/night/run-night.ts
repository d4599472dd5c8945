import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { auditPlanes } from '@fleet-auditor/audit/fleet/audit-planes.ts'
import { auditShard } from '@fleet-auditor/audit/fan-out/audit-shard.ts'
import { concludeRun } from '@fleet-auditor/audit/fan-out/conclude-run.ts'
import { discoverScopes } from '@fleet-auditor/audit/fan-out/discover-scopes.ts'
import { listScopes } from '@fleet-auditor/audit/fan-out/list-scopes.ts'
import { planScopes } from '@fleet-auditor/audit/fan-out/plan-scopes.ts'
import { planShards, type PlannedShard } from '@fleet-auditor/audit/fan-out/plan-shards.ts'
import { recordFailure } from '@fleet-auditor/audit/fan-out/record-failure.ts'
import { startRun } from '@fleet-auditor/audit/fan-out/start-run.ts'
import { clusterChecks, fleetChecks, planeChecks, ruleSet } from '@fleet-auditor/checks/registry.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { RunSelection, RunSummary } from '@fleet-auditor/model/run.ts'
import { portsOnto, type World } from './canned-world.ts'
import { lifeOf, mortal } from './mortal.ts'

export interface NewRecord {
  readonly run: string
  readonly fleet: FleetFile
  readonly world: World
  readonly store: FleetStore
  readonly selection?: RunSelection
  /** The order that shards are audited in. */
  readonly order?: (shards: readonly PlannedShard[]) => readonly PlannedShard[]
  /** Every step is delivered twice. */
  readonly doubled?: boolean
  /** How many calls of store and ledger a step's first worker lives for. */
  readonly dies?: { readonly step: 'audit-shard' | 'conclude-run'; readonly calls: number }
  /** Milliseconds that a worker of a shard has left, asked before each cluster. */
  readonly remainingMs?: () => number
}

const clusterDeadlineMs = 200
const attempts = 4
const passes = 6
const limits = { scopeDeadlineMs: 5000, signal: new AbortController().signal }
export const rules = canonical(ruleSet)

/** A night as the state machine runs it, in this process: retries, hand-backs and failures included. */
export async function runNight(night: NewRecord): Promise<RunSummary> {
  await openNight(night)
  await auditNight(night)
  return endNight(night)
}

export async function openNight(night: NewRecord): Promise<void> {
  const { run, fleet, selection } = night
  const ports = portsOnto(night.world, night.store)
  const asked = { run, fleet, ruleSet: rules, ...(selection ? { selection } : {}) }
  const { workers } = await twice(night, () => startRun(asked, ports))
  for (const worker of workers) await twice(night, () => listScopes(run, worker, fleet, ports, limits))
}

export async function auditNight(night: NewRecord): Promise<void> {
  const { run, fleet, world, store } = night
  const ports = portsOnto(world, store)
  for (const { group } of await twice(night, () => planScopes(run, ports))) {
    await twice(night, () => discoverScopes(run, group, ports, limits))
  }
  const shards = await twice(night, () => planShards(run, fleet, ports, planeChecks))
  for (const { shard } of night.order?.(shards) ?? shards) await auditInPasses(night, shard)
}

export async function endNight(night: NewRecord): Promise<RunSummary> {
  const conclude = (store: FleetStore): Promise<RunSummary> => {
    const { run, fleet, world } = night
    return concludeRun(run, { fleet, fleetChecks, ruleSet: rules }, portsOnto(world, store))
  }
  if (night.dies?.step === 'conclude-run') {
    const life = lifeOf(night.dies.calls)
    await Promise.race([conclude(mortal(night.store, life)), life.death])
  }
  return twice(night, () => conclude(night.store))
}

async function auditInPasses(night: NewRecord, shard: number): Promise<void> {
  for (let pass = 0; pass < passes; pass++) {
    const ended = await twice(night, () => attempted(night, shard, pass))
    if (ended === 'died') {
      const caught = { error: 'Runtime.ExitError', cause: '{"errorMessage":"signal: killed"}' }
      return recordFailure(night.run, `shard/${shard}`, caught, night.store)
    }
    if (ended.left === 0) return
  }
}

async function attempted(night: NewRecord, shard: number, pass: number): Promise<{ left: number } | 'died'> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const first = attempt === 0 && shard === 0 && night.dies?.step === 'audit-shard'
    const ended = await auditOnce(night, shard, pass, first ? night.dies?.calls : Infinity)
    if (ended !== 'died') return ended
  }
  return 'died'
}

/** One worker. It dies with all it has under way: nothing that it asks of store or ledger is answered any more. */
export function auditOnce(
  night: NewRecord,
  shard: number,
  pass: number,
  calls = Infinity,
): Promise<{ left: number } | 'died'> {
  const { run, fleet, world, store } = night
  const life = lifeOf(calls)
  const ports = portsOnto(world, mortal(store, life), life.end)
  const auditing = {
    run,
    ruleSet: rules,
    fleet,
    checks: clusterChecks,
    auditPlanes,
    clusterDeadlineMs,
    probeTimeoutMs: 100,
    signal: limits.signal,
    concurrency: 4,
    remainingMs: night.remainingMs ?? (() => 600_000),
  }
  return Promise.race([auditShard({ run, shard, pass }, auditing, ports), life.death])
}

async function twice<T>({ doubled }: NewRecord, step: () => Promise<T>): Promise<T> {
  const ended = await step()
  if (doubled) await step()
  return ended
}
