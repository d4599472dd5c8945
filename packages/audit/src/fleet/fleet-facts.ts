import type { ClusterFacts } from '@fleet-auditor/model/cluster-facts.ts'
import type { ClusterSettings } from '@fleet-auditor/model/cluster-settings.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { Presence } from '@fleet-auditor/model/presence.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { CloudWorker } from '@fleet-auditor/model/run-plan.ts'
import { scopeKey } from '@fleet-auditor/model/scope.ts'
import type { FoundCluster, ScopeOutcome } from '../discovery/discover-fleet.ts'
import { clusterKey } from '../hash.ts'
import type { RegisteredCluster } from '../ports/store.ts'
import { planesOf } from './declared.ts'

type Doubt = NonNullable<ClusterFacts['scopeDoubt']>

/** What a run saw of the whole fleet. */
export interface SeenFleet {
  readonly run: string
  /** ISO 8601; what became known since then, by another run, was not looked for by this one. */
  readonly startedAt: string
  readonly found: readonly FoundCluster[]
  readonly scopes: readonly Pick<ScopeOutcome, 'scope' | 'row' | 'complete'>[]
  /** Providers some members of whose sources could not be listed: a scope that was not listed may be one of those. */
  readonly doubts: ReadonlyMap<CloudWorker, Doubt>
  /** Whether Meshery is in a cluster, by the key of each that this run looked at. */
  readonly presences?: ReadonlyMap<string, Presence>
  /** How Meshery is set up in it, by the key of each cluster that this run read. */
  readonly settings?: ReadonlyMap<string, ClusterSettings>
}

/** Every cluster of the fleet, listed tonight or known before: what fleet checks judge. Those gone before are left out. */
export function fleetFacts(
  { run, startedAt, found, scopes, doubts, presences, settings }: SeenFleet,
  registry: readonly RegisteredCluster[],
  fleet: FleetFile,
): ClusterFacts[] {
  const facts = new Map<string, ClusterFacts>()
  const before = new Map(registry.map(({ key, presence }) => [key, presence]))
  for (const { cluster } of found) {
    const { cloud: _, ...known } = cluster
    const key = clusterKey(cluster.locator)
    const planes = planesOf(fleet, cluster).map((plane) => plane.name)
    const presence = presences?.get(key) ?? before.get(key)
    const own = settings?.get(key)
    facts.set(key, { key, cluster: known, planes, listing: 'listed', presence, settings: own, scopeRemoved: false })
  }
  const outcomes = new Map(scopes.map((outcome) => [scopeKey(outcome.scope), outcome]))
  for (const { key, cluster, planes, goneIn, firstSeen } of registry) {
    // One that this very run found gone is judged again when its conclusion is.
    if (facts.has(key) || (goneIn !== undefined && goneIn !== run)) continue
    if (Date.parse(firstSeen) > Date.parse(startedAt)) continue
    const outcome = outcomes.get(cluster.scope)
    const doubt = outcome ? doubtOf(outcome) : unlistedDoubt(cluster.provider, doubts)
    const missing: ClusterFacts = {
      key,
      cluster,
      planes: [...planes],
      listing: 'missing',
      // A context that left a kubeconfig proves nothing about its cluster.
      scopeRemoved: outcome === undefined ? doubt === undefined : outcome.scope.provider === 'kubeconfig',
    }
    facts.set(key, doubt ? { ...missing, scopeDoubt: doubt } : missing)
  }
  return [...facts.values()]
}

function doubtOf({ row, complete }: Pick<ScopeOutcome, 'row' | 'complete'>): Doubt | undefined {
  if (complete) return undefined
  return { cause: row.cause ?? 'tool-error', detail: row.detail ?? 'the scope was not read to its end' }
}

const unlistedDoubt = (provider: Provider, doubts: SeenFleet['doubts']): Doubt | undefined =>
  provider === 'kubeconfig' ? undefined : doubts.get(provider)

/** Confirmed gone: known before, and its scope, read to its end, no longer lists it. */
export const isGone = (facts: ClusterFacts): boolean =>
  facts.listing === 'missing' && !facts.scopeRemoved && facts.scopeDoubt === undefined
