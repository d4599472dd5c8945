import type { ClusterFacts } from '@fleet-auditor/model/cluster-facts.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { scopeKey } from '@fleet-auditor/model/scope.ts'
import type { FoundCluster, ScopeOutcome } from './discover-fleet.ts'
import { planesOf } from './fleet.ts'
import { clusterKey } from './hash.ts'
import type { RegisteredCluster } from './ports/store.ts'

/** Every cluster of the fleet, listed tonight or known before: what fleet checks judge. Those gone before are left out. */
export function fleetFacts(
  found: readonly FoundCluster[],
  registry: readonly RegisteredCluster[],
  scopes: readonly ScopeOutcome[],
  fleet: FleetFile,
): ClusterFacts[] {
  const facts = new Map<string, ClusterFacts>()
  for (const { cluster } of found) {
    const { cloud: _, ...known } = cluster
    const key = clusterKey(cluster.locator)
    const planes = planesOf(fleet, cluster).map((plane) => plane.name)
    facts.set(key, { key, cluster: known, planes, presence: 'listed', scopeRemoved: false })
  }
  const outcomes = new Map(scopes.map((outcome) => [scopeKey(outcome.scope), outcome]))
  for (const { key, cluster, planes, goneIn } of registry) {
    if (facts.has(key) || goneIn !== undefined) continue
    const outcome = outcomes.get(cluster.scope)
    const missing: ClusterFacts = {
      key,
      cluster,
      planes: [...planes],
      presence: 'missing',
      // A context that left a kubeconfig says nothing of its cluster.
      scopeRemoved: outcome === undefined || outcome.scope.provider === 'kubeconfig',
    }
    facts.set(key, outcome && !outcome.complete ? { ...missing, scopeDoubt: doubtOf(outcome) } : missing)
  }
  return [...facts.values()]
}

const doubtOf = ({ row }: ScopeOutcome): NonNullable<ClusterFacts['scopeDoubt']> => ({
  cause: row.cause ?? 'tool-error',
  detail: row.detail ?? 'the scope was not read to its end',
})

/** Confirmed gone: known before, and its scope, read to its end, no longer lists it. */
export const isGone = (facts: ClusterFacts): boolean =>
  facts.presence === 'missing' && !facts.scopeRemoved && facts.scopeDoubt === undefined
