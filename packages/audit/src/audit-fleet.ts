import pLimit from 'p-limit'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { FleetCheck } from '@fleet-auditor/checks/define.ts'
import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import type { LedgerRow, Run } from '@fleet-auditor/model/run.ts'
import type { Scope } from '@fleet-auditor/model/scope.ts'
import { auditCluster } from './audit-cluster.ts'
import { documentOf, entryOf, type AuditEntry } from './audit-document.ts'
import { auditWholeFleet } from './audit-whole-fleet.ts'
import type { Auditing } from './auditing.ts'
import { closeGone, type GoneCluster } from './close-gone.ts'
import { discoverFleet, type Discovered, type FoundCluster } from './discover-fleet.ts'
import { fleetFacts, isGone } from './fleet-facts.ts'
import { clusterKey } from './hash.ts'
import type { Ports } from './ports.ts'
import { updateRegistry } from './registry.ts'
import { createRulesOfRun } from './rules-of-run.ts'
import { selectClusters, selectsAll, type Selection } from './selection.ts'

export interface FleetAuditing extends Auditing {
  readonly scopes: readonly Scope[]
  readonly selection: Selection
  /** The scopes are not the whole fleet, though nothing was selected among their clusters. */
  readonly partial: boolean
  readonly fleetChecks: readonly FleetCheck[]
  readonly concurrency: number
  readonly scopeDeadlineMs: number
}

/** One audit of the fleet, or of the part that was asked for: discover, audit each cluster, conclude. */
export async function auditFleet(auditing: FleetAuditing, ports: Ports): Promise<AuditDocument> {
  const opened = openedRun(auditing, ports)
  const discovered = await discoverFleet(auditing.scopes, ports, auditing)
  const everyScopeRead = discovered.scopes.every((scope) => scope.complete)
  const selected = selectClusters(discovered.found, auditing.selection, everyScopeRead)
  // Only now: a mistake in what was asked for leaves no run behind.
  await ports.store.openRun(opened)
  const { unique, aliases } = withoutDuplicates(selected)
  ports.progress({ kind: 'planned', clusters: unique.length })
  const rulesOfRun = createRulesOfRun(ports.store)
  const entries = await auditAll(unique, auditing, ports, rulesOfRun)
  const concluded = opened.partial ? undefined : await conclude(discovered, auditing, ports, rulesOfRun)
  await updateRegistry(entries, concluded?.gone ?? [], auditing.run, ports)
  const ledger = [
    ...discovered.scopes.map((scope) => scope.row),
    ...entries.map((entry) => entry.row),
    ...aliases,
    ...(concluded?.gone ?? []).map((gone) => gone.row),
  ]
  const document = documentOf(
    { ...opened, ledger, endedAt: ports.clock.now() },
    entries,
    concluded,
    auditing.fleet.waivers,
  )
  await ports.store.closeRun(document.run)
  return document
}

function openedRun(auditing: FleetAuditing, ports: Pick<Ports, 'clock'>): Run {
  return {
    id: auditing.run,
    fleet: auditing.fleet.fleet,
    startedAt: ports.clock.now(),
    state: 'running',
    partial: auditing.partial || !selectsAll(auditing.selection),
    ruleSet: auditing.ruleSet,
    ledger: [],
  }
}

/** Two sources may list one cluster: the first is audited, the others are rows that say so. */
function withoutDuplicates(found: readonly FoundCluster[]): { unique: FoundCluster[]; aliases: LedgerRow[] } {
  const first = new Map<string, FoundCluster>()
  const aliases: LedgerRow[] = []
  for (const each of found) {
    const key = clusterKey(each.cluster.locator)
    const earlier = first.get(key)
    if (!earlier) first.set(key, each)
    else {
      const detail = `the same API server as ${earlier.cluster.id}`
      aliases.push({ id: each.cluster.id, kind: 'cluster', outcome: 'alias', detail })
    }
  }
  return { unique: [...first.values()], aliases }
}

async function auditAll(
  found: readonly FoundCluster[],
  auditing: FleetAuditing,
  ports: Ports,
  rulesOfRun: ReturnType<typeof createRulesOfRun>,
): Promise<AuditEntry[]> {
  const limit = pLimit(auditing.concurrency)
  return Promise.all(found.map((each) => limit(() => auditOne(each, auditing, ports, rulesOfRun))))
}

/** A cluster that breaks our own code is a row of its own, and the others go on; a broken store ends the run. */
async function auditOne(
  found: FoundCluster,
  auditing: FleetAuditing,
  ports: Ports,
  rulesOfRun: ReturnType<typeof createRulesOfRun>,
): Promise<AuditEntry> {
  const row = { id: found.cluster.id, kind: 'cluster' } as const
  if (auditing.signal.aborted) return entryOf(found, { ...row, ...endedEarly(auditing.signal) }, ports.clock.now())
  try {
    return entryOf(found, await auditCluster(found, auditing, ports, rulesOfRun), ports.clock.now())
  } catch (error) {
    if (error instanceof AuditorError) throw error
    const detail = error instanceof Error ? error.message : String(error)
    const failed: LedgerRow = { ...row, outcome: 'failed', cause: 'tool-error', detail }
    ports.progress({ kind: 'cluster-ended', row: failed, verdicts: [] })
    return entryOf(found, failed, ports.clock.now())
  }
}

function endedEarly(signal: AbortSignal): Pick<LedgerRow, 'outcome' | 'cause' | 'detail'> {
  const cancelled = signal.reason instanceof AuditorError && signal.reason.code === 'cancelled'
  return cancelled
    ? { outcome: 'cancelled', cause: 'cancelled', detail: 'the run was cancelled before this cluster was begun' }
    : { outcome: 'failed', cause: 'timeout', detail: 'the run’s deadline passed before this cluster was begun' }
}

async function conclude(
  discovered: Discovered,
  auditing: FleetAuditing,
  ports: Ports,
  rulesOfRun: ReturnType<typeof createRulesOfRun>,
) {
  const registry = await ports.store.readRegistry()
  const facts = fleetFacts(discovered.found, registry, discovered.scopes, auditing.fleet)
  const fleet = await auditWholeFleet(facts, auditing.fleetChecks, auditing, ports, rulesOfRun)
  const gone: GoneCluster[] = []
  for (const each of facts.filter(isGone)) gone.push(await closeGone(each, auditing, ports))
  return { fleet, gone }
}
