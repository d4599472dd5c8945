import type { LedgerRow, Run } from '@fleet-auditor/model/run.ts'
import type { ScopeOutcome } from '../discover-fleet.ts'
import { scopeKey } from '@fleet-auditor/model/scope.ts'
import type { ShardPlan } from './shard-plan.ts'

/** What an audit on demand was asked for, and no source lists: a row each. */
export function unknownNames(
  { selection }: Run,
  { found }: ShardPlan,
  scopes: readonly Pick<ScopeOutcome, 'scope'>[],
): LedgerRow[] {
  if (!selection) return []
  const keys = new Set(scopes.map(({ scope }) => scopeKey(scope)))
  const names = new Set(found.flatMap(({ cluster }) => [cluster.id, cluster.locator]))
  const row = (id: string, kind: LedgerRow['kind'], detail: string): LedgerRow => ({
    id,
    kind,
    outcome: 'failed',
    cause: 'undeclared',
    detail,
  })
  return [
    ...selection.scopes.filter((key) => !keys.has(key)).map((key) => row(key, 'scope', 'no source has this scope')),
    ...selection.clusters.filter((name) => !names.has(name)).map((name) => row(name, 'cluster', 'no scope lists it')),
  ]
}
