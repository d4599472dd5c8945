import { atMost, CloudWorker } from '@fleet-auditor/model/run-plan.ts'
import { scopeKey, type Scope } from '@fleet-auditor/model/scope.ts'
import type { RunLedger } from '../ports/run-ledger.ts'
import type { Store } from '../ports/store.ts'
import { chunksOf } from './chunks.ts'
import { runInWork } from './started-run.ts'
import { scopesWanted } from './selected.ts'

export interface PlannedGroup {
  readonly group: number
  readonly worker: CloudWorker
}

/** Groups of the scopes that were listed, of one provider each. Planned again, the same groups. */
export async function planScopes(
  run: string,
  { ledger, store }: { readonly ledger: RunLedger; readonly store: Store },
): Promise<PlannedGroup[]> {
  const { selection } = await runInWork(run, store)
  const wanted = await scopesWanted(selection, store)
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
