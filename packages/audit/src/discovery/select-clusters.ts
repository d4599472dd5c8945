import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import { nearest } from '@fleet-auditor/model/nearest.ts'
import type { LedgerRow, RunSelection } from '@fleet-auditor/model/run.ts'
import { scopeKey, type Scope } from '@fleet-auditor/model/scope.ts'
import { matches } from '@fleet-auditor/model/selector.ts'
import { clusterKey } from '../hash.ts'
import type { Ports } from '../ports/ports.ts'
import type { FoundCluster } from './discover-fleet.ts'
import type { UnreadSources } from './expand-scopes.ts'

/** Nothing is named: the whole fleet. */
export const isWhole = (selection: RunSelection | undefined): boolean =>
  selection === undefined ||
  (selection.scopes.length === 0 && selection.clusters.length === 0 && (selection.providers ?? []).length === 0)

type Named = Pick<Cluster, 'id' | 'name' | 'locator'>

const wordsOf = ({ id, name, locator }: Named): string[] => [id, name, locator, clusterKey(locator)]

/** By id, name, locator or key, or a glob of them; `!` in front: by anything else. */
export const isCalled = (cluster: Named, pattern: string): boolean => matches([pattern], wordsOf(cluster))

/** Whether a run asks for a cluster: by its provider, and by its scope, id, name or locator, where some are named. */
export function isSelected(cluster: Cluster, { scopes, clusters, providers = [] }: RunSelection): boolean {
  if (providers.length > 0 && !providers.includes(cluster.provider)) return false
  if (scopes.length === 0 && clusters.length === 0) return true
  return scopes.includes(cluster.scope) || (clusters.length > 0 && matches(clusters, wordsOf(cluster)))
}

/** A glob or id that matches nothing found is the caller's mistake, unless a scope could not be read. */
export function selectClusters(
  found: readonly FoundCluster[],
  selection: RunSelection,
  everyScopeRead: boolean,
): FoundCluster[] {
  for (const pattern of selection.clusters) {
    const word = pattern.replace(/^!/, '')
    if (everyScopeRead && !found.some(({ cluster }) => isCalled(cluster, word))) throw unknownCluster(word, found)
  }
  return found.filter(({ cluster }) => isSelected(cluster, selection))
}

interface Listed {
  readonly unread: UnreadSources
  readonly scopes: readonly { readonly scope: Scope }[]
  readonly found: readonly FoundCluster[]
}

/**
 * Rows of sources that could not be listed and may hold something of what was asked for: of the providers asked for, and
 * none where every scope and cluster was named exactly and found.
 */
export function unreadRows(selection: RunSelection | undefined, { unread, scopes, found }: Listed): LedgerRow[] {
  const { providers = [], ...named } = selection ?? { scopes: [], clusters: [] }
  const keys = new Set(scopes.map(({ scope }) => scopeKey(scope)))
  // A name may be another cluster's too; an id, a locator and a key are of one.
  const exact = new Set(found.flatMap(({ cluster: { id, locator } }) => [id, locator, clusterKey(locator)]))
  const isNamed = named.scopes.length + named.clusters.length > 0
  const isFound = named.scopes.every((key) => keys.has(key)) && named.clusters.every((word) => exact.has(word))
  if (isNamed && isFound) return []
  return [...unread].flatMap(([worker, rows]) => (providers.length === 0 || providers.includes(worker) ? rows : []))
}

export function unknownCluster(
  word: string,
  found: readonly { readonly cluster: Pick<Cluster, 'id' | 'name'> }[],
): AuditorError {
  const near = nearest(
    word,
    found.flatMap(({ cluster }) => [cluster.id, cluster.name]),
  )
  const remedy = near ? `did you mean ${near}?` : 'list them with: fleet-auditor clusters'
  return new AuditorError('usage', `no cluster is called ${word}`, { place: '--cluster', remedy })
}

/**
 * The scopes that a run asks for, the ones of its clusters among them, as the registry knows them. All of them
 * (`undefined`) for a whole run, and while some cluster is not known: it may be in any, as may what a glob or `!` chooses.
 */
export async function scopesWanted(
  selection: RunSelection | undefined,
  { store }: Pick<Ports, 'store'>,
): Promise<ReadonlySet<string> | undefined> {
  if (selection === undefined || isWhole(selection)) return undefined
  const wanted = new Set(selection.scopes)
  if (selection.clusters.length === 0) return wanted.size === 0 ? undefined : wanted
  if (selection.clusters.some((word) => /^!|\*/.test(word))) return undefined
  const registry = await store.readRegistry()
  for (const name of selection.clusters) {
    const known = registry.filter(({ cluster }) => isCalled(cluster, name))
    if (known.length === 0) return undefined
    for (const { cluster } of known) wanted.add(cluster.scope)
  }
  return wanted
}
