import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import { nearest } from '@fleet-auditor/model/nearest.ts'
import type { RunSelection } from '@fleet-auditor/model/run.ts'
import { globMatches } from '@fleet-auditor/model/selector.ts'
import type { Ports } from '../ports/ports.ts'
import type { FoundCluster } from './discover-fleet.ts'

/** Nothing is named: the whole fleet. */
export const isWhole = (selection: RunSelection | undefined): boolean =>
  selection === undefined ||
  (selection.scopes.length === 0 && selection.clusters.length === 0 && (selection.providers ?? []).length === 0)

export const isCalled = ({ id, name, locator }: Pick<Cluster, 'id' | 'name' | 'locator'>, glob: string): boolean =>
  [id, name, locator].some((word) => globMatches(glob, word))

/** Whether a run asks for a cluster: by its provider, and by its scope, id, name or locator, where some are named. */
export function isSelected(cluster: Cluster, { scopes, clusters, providers = [] }: RunSelection): boolean {
  if (providers.length > 0 && !providers.includes(cluster.provider)) return false
  if (scopes.length === 0 && clusters.length === 0) return true
  return scopes.includes(cluster.scope) || clusters.some((glob) => isCalled(cluster, glob))
}

/** A glob or id that matches nothing found is the caller's mistake, unless a scope could not be read. */
export function selectClusters(
  found: readonly FoundCluster[],
  selection: RunSelection,
  everyScopeRead: boolean,
): FoundCluster[] {
  for (const glob of selection.clusters) {
    if (everyScopeRead && !found.some(({ cluster }) => isCalled(cluster, glob))) throw unknownCluster(glob, found)
  }
  return found.filter(({ cluster }) => isSelected(cluster, selection))
}

function unknownCluster(glob: string, found: readonly FoundCluster[]): AuditorError {
  const near = nearest(
    glob,
    found.flatMap(({ cluster }) => [cluster.id, cluster.name]),
  )
  const remedy = near ? `did you mean ${near}?` : 'list them with: fleet-auditor clusters'
  return new AuditorError('usage', `no cluster is called ${glob}`, { place: '--cluster', remedy })
}

/**
 * The scopes that a run asks for, the ones of its clusters among them, as the registry knows them. All of them
 * (`undefined`) for a whole run, and while some cluster is not known: it may be in any.
 */
export async function scopesWanted(
  selection: RunSelection | undefined,
  { store }: Pick<Ports, 'store'>,
): Promise<ReadonlySet<string> | undefined> {
  if (selection === undefined || isWhole(selection)) return undefined
  const wanted = new Set(selection.scopes)
  if (selection.clusters.length === 0) return wanted.size === 0 ? undefined : wanted
  const registry = await store.readRegistry()
  for (const name of selection.clusters) {
    const known = registry.filter(({ cluster }) => isCalled(cluster, name))
    if (known.length === 0) return undefined
    for (const { cluster } of known) wanted.add(cluster.scope)
  }
  return wanted
}
