import type { LedgerRow, RunSelection } from '@fleet-auditor/model/run.ts'
import type { Scope } from '@fleet-auditor/model/scope.ts'
import { clusterKey } from '../hash.ts'
import type { Ports } from '../ports/ports.ts'
import type { RunContext } from '../run-context.ts'
import { discoverFleet, type Discovered, type FoundCluster } from './discover-fleet.ts'
import type { UnreadSources } from './expand-scopes.ts'
import { selectClusters, unreadRows } from './select-clusters.ts'

/** What is looked at. */
export interface Asked {
  readonly scopes: readonly Scope[]
  /** Sources, and members of them, that could not be listed: their scopes are not among `scopes`. */
  readonly unread?: UnreadSources
  readonly selection: RunSelection
}

export interface FoundTargets extends Discovered {
  readonly unread: UnreadSources
  /** Every cluster asked for, once. */
  readonly selected: readonly FoundCluster[]
  /** Clusters that two scopes list: the first is audited. */
  readonly aliases: readonly LedgerRow[]
  /** Of scopes and of sources that could not be listed. */
  readonly scopeRows: readonly LedgerRow[]
}

/** Lists the scopes and picks the clusters asked for. Throws AuditorError `usage` for a name that no scope lists. */
export async function findClusters(
  { scopes, unread = new Map(), selection }: Asked,
  context: Pick<RunContext, 'limits' | 'signal'>,
  ports: Pick<Ports, 'discoveries' | 'progress'> & Partial<Pick<Ports, 'store'>>,
): Promise<FoundTargets> {
  const discovered = await discoverFleet(scopes, context, ports)
  const everyScopeRead = unread.size === 0 && discovered.scopes.every(({ complete }) => complete)
  const selected = selectClusters(discovered.found, selection, everyScopeRead)
  const { unique, aliases } = withoutDuplicates(selected)
  const scopeRows = [...discovered.scopes.map(({ row }) => row), ...unreadRows(selection, { ...discovered, unread })]
  return { ...discovered, unread, selected: unique, aliases, scopeRows }
}

/** Two sources may list one cluster: the first is audited, the others are rows that say so. */
export function withoutDuplicates(found: readonly FoundCluster[]): { unique: FoundCluster[]; aliases: LedgerRow[] } {
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
