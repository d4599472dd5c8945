import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import type { RunSelection } from '@fleet-auditor/model/run.ts'
import type { Store } from '../ports/store.ts'

/** Nothing is named: the whole fleet. */
export const isWhole = (selection: RunSelection | undefined): boolean =>
  selection === undefined || (selection.scopes.length === 0 && selection.clusters.length === 0)

/** Whether a run asks for a cluster: by its scope, its id or its locator. */
export const isSelected = (cluster: Pick<Cluster, 'id' | 'locator' | 'scope'>, selection: RunSelection): boolean =>
  isWhole(selection) ||
  selection.scopes.includes(cluster.scope) ||
  selection.clusters.includes(cluster.id) ||
  selection.clusters.includes(cluster.locator)

/**
 * The scopes that a run asks for, the ones of its clusters among them, as the registry knows them. All of them
 * (`undefined`) for a whole run, and while some cluster is not known: it may be in any.
 */
export async function scopesWanted(
  selection: RunSelection | undefined,
  store: Pick<Store, 'readRegistry'>,
): Promise<ReadonlySet<string> | undefined> {
  if (selection === undefined || isWhole(selection)) return undefined
  const wanted = new Set(selection.scopes)
  if (selection.clusters.length === 0) return wanted
  const registry = await store.readRegistry()
  for (const name of selection.clusters) {
    const known = registry.filter(({ cluster }) => cluster.id === name || cluster.locator === name)
    if (known.length === 0) return undefined
    for (const { cluster } of known) wanted.add(cluster.scope)
  }
  return wanted
}
