import { atMost, CloudWorker } from '@fleet-auditor/model/run-plan.ts'
import { scopeKey, type Scope } from '@fleet-auditor/model/scope.ts'
import { scopesWanted } from '../discovery/select-clusters.ts'
import type { Ports } from '../ports/ports.ts'
import { chunksOf } from './shard-plan.ts'
import { startedRun } from './start-run.ts'

interface PlannedGroup {
  readonly group: number
  readonly worker: CloudWorker
}

/** Groups of the scopes that were listed, of one provider each. Planned again, the same groups. */
export async function planScopes(run: string, ports: Pick<Ports, 'store'>): Promise<PlannedGroup[]> {
  const { ledger } = ports.store
  const { selection } = await startedRun(run, ports)
  const wanted = await scopesWanted(selection, ports)
  const listed = await ledger.readListed(run)
  const planned: PlannedGroup[] = []
  for (const worker of CloudWorker.options) {
    const scopes = (listed.get(worker)?.scopes ?? []).filter((scope) => wanted?.has(scopeKey(scope)) ?? true)
    for (const group of chunksOf(inOrder(scopes), atMost.scopesOfGroup)) {
      await ledger.putGroup(run, planned.length, { worker, scopes: group })
      planned.push({ group: planned.length, worker })
    }
  }
  return planned
}

/** By their keys, each once. */
function inOrder(scopes: readonly Scope[]): Scope[] {
  const byKey = new Map(scopes.map((scope) => [scopeKey(scope), scope]))
  return [...byKey].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, scope]) => scope)
}
