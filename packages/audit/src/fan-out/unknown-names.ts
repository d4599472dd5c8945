import type { LedgerRow, Run } from '@fleet-auditor/model/run.ts'
import { scopeKey } from '@fleet-auditor/model/scope.ts'
import { isCalled } from '../discovery/select-clusters.ts'
import type { EndedScopes } from './ended-scopes.ts'
import type { ShardPlan } from './shard-plan.ts'

/**
 * What an audit on demand was asked for, and no source lists: a row each. Where something could not be listed, that is
 * why: only what was read to its end shows that a name is unknown.
 */
export function unknownNames(
  { selection }: Run,
  { found }: ShardPlan,
  { outcomes, rows, unread }: Pick<EndedScopes, 'outcomes' | 'rows' | 'unread'>,
): LedgerRow[] {
  if (!selection) return []
  const keys = new Set(outcomes.map(({ scope }) => scopeKey(scope)))
  const unlisted = [...unread.values()].flat()
  const doubtfulScope = unlisted[0]
  const doubtfulCluster = unlisted[0] ?? rows.find(({ outcome }) => outcome !== 'listed')
  return [
    ...selection.scopes
      .filter((key) => !keys.has(key))
      .map((id) => missing({ id, kind: 'scope' }, 'no source has this scope', doubtfulScope)),
    ...selection.clusters
      .filter((name) => !found.some(({ cluster }) => isCalled(cluster, name)))
      .map((id) => missing({ id, kind: 'cluster' }, 'no scope lists it', doubtfulCluster)),
  ]
}

function missing(named: Pick<LedgerRow, 'id' | 'kind'>, detail: string, doubt: LedgerRow | undefined): LedgerRow {
  if (!doubt) return { ...named, outcome: 'failed', cause: 'undeclared', detail }
  const { id, cause = 'tool-error' } = doubt
  return { ...named, outcome: 'failed', cause, detail: `${detail}, but ${id} was not listed: ${doubt.detail ?? ''}` }
}
