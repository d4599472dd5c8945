import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { CloudWorker, DiscoveredScope, ListedSources, WorkItem } from '@fleet-auditor/model/run-plan.ts'
import type { LedgerRow, Run } from '@fleet-auditor/model/run.ts'
import { scopeKey, type Scope } from '@fleet-auditor/model/scope.ts'
import type { UnreadSources } from '../discovery/expand-scopes.ts'
import { scopesOf, wideSourcesOf, sourceKey } from '../discovery/scopes.ts'
import { unreadRows } from '../discovery/select-clusters.ts'
import type { Ports } from '../ports/ports.ts'
import type { RunLedger } from '../ports/run-ledger.ts'
import { undiscovered } from './discover-scopes.ts'
import type { ItemFailures } from './record-failure.ts'
import { workersOf } from './start-run.ts'

export interface EndedScopes {
  /** By group, as it was discovered. */
  readonly discovered: ReadonlyMap<number, readonly DiscoveredScope[]>
  /** Every scope of the run, also those that were never read. */
  readonly outcomes: readonly DiscoveredScope[]
  readonly unread: UnreadSources
  readonly rows: readonly LedgerRow[]
}

/** How every scope and source of a run ended. */
export async function endedScopes(
  opened: Run,
  fleet: FleetFile,
  failures: ItemFailures,
  { store: { ledger } }: Pick<Ports, 'store'>,
): Promise<EndedScopes> {
  const [listed, discovered] = await Promise.all([ledger.readListed(opened.id), ledger.readDiscovered(opened.id)])
  const outcomes = new Map<string, DiscoveredScope>()
  for (const each of [...discovered.values()].flat()) outcomes.set(scopeKey(each.scope), each)
  const add = (scope: Scope, item: WorkItem): void => {
    const { cause, detail } = failures.of(item)
    if (!outcomes.has(scopeKey(scope))) outcomes.set(scopeKey(scope), undiscovered(scope, cause, detail))
  }
  for (const { group, scope } of await undiscoveredGroups(opened.id, discovered, ledger)) {
    add(scope, { kind: 'group', group })
  }
  const unread = new Map<CloudWorker, readonly LedgerRow[]>()
  for (const worker of workersOf(fleet)) {
    const sources = listed.get(worker) ?? unlisted(worker, fleet, failures)
    for (const scope of sources.scopes.filter((each) => isAskedFor(each, opened))) {
      add(scope, listed.has(worker) ? { kind: 'step', step: 'plan-scopes' } : { kind: 'scopes', worker })
    }
    const rows =
      listed.has(worker) || !opened.partial ? sources.rows : [unlistedRow(`scopes/${worker}`, worker, failures)]
    if (rows.length > 0) unread.set(worker, rows)
  }
  const sorted = [...outcomes].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, outcome]) => outcome)
  const found = sorted.flatMap(({ scope, clusters }) => clusters.map((cluster) => ({ cluster, scope })))
  // What a run asked for that never started is not known.
  const isUnknown = opened.partial && !opened.selection
  const sourceRows = isUnknown ? [] : unreadRows(opened.selection, { unread, scopes: sorted, found })
  const rows = [...failures.steps, ...sorted.map(({ row }) => row), ...sourceRows]
  return { discovered, outcomes: sorted, unread, rows }
}

const isAskedFor = (scope: Scope, { partial, selection }: Run): boolean =>
  !partial || (selection?.scopes.includes(scopeKey(scope)) ?? false)

/** The sources of this provider were not listed: the scopes that the fleet file names one by one are all that is known. */
function unlisted(worker: CloudWorker, fleet: FleetFile, failures: ItemFailures): ListedSources {
  const wide = wideSourcesOf(fleet).filter((source) => source.worker === worker)
  return {
    scopes: scopesOf(fleet).filter(({ provider }) => provider === worker),
    rows: wide.map((source) => unlistedRow(sourceKey(source), worker, failures)),
  }
}

const unlistedRow = (id: string, worker: CloudWorker, failures: ItemFailures): LedgerRow => ({
  id,
  kind: 'source',
  outcome: 'failed',
  ...failures.of({ kind: 'scopes', worker }),
})

/** Scopes of groups that were not discovered, by their group; groups are numbered from 0 without a gap. */
async function undiscoveredGroups(
  run: string,
  discovered: ReadonlyMap<number, unknown>,
  ledger: RunLedger,
): Promise<{ group: number; scope: Scope }[]> {
  const scopes: { group: number; scope: Scope }[] = []
  for (let group = 0; ; group++) {
    if (discovered.has(group)) continue
    const planned = await ledger.readGroup(run, group)
    if (!planned) return scopes
    for (const scope of planned.scopes) scopes.push({ group, scope })
  }
}
