import { scopesOf } from '@fleet-auditor/audit/discovery/scopes.ts'
import { isCalled } from '@fleet-auditor/audit/discovery/select-clusters.ts'
import type { RunSelection } from '@fleet-auditor/model/run.ts'
import { scopeKey } from '@fleet-auditor/model/scope.ts'
import type { RouteDeps } from './api-deps.ts'
import type { RunRequest } from './shapes/run-shape.ts'
import { notFound, type UnknownName } from './unknown-name.ts'

/** What an asked audit is about. Scopes are those of the fleet file, and those that clusters were found in. */
export async function selectionFor(
  asked: RunRequest,
  { registry, fleet }: Pick<RouteDeps, 'registry' | 'fleet'>,
): Promise<RunSelection | UnknownName> {
  const known = (await registry.all()).filter(({ goneIn }) => goneIn === undefined)
  if ('scope' in asked) {
    const { scope } = asked
    const scopes = [...scopesOf(fleet).map(scopeKey), ...known.map((each) => each.cluster.scope)]
    return scopes.includes(scope) ? { scopes: [scope], clusters: [] } : notFound('scope', scope, scopes)
  }
  if (!('cluster' in asked)) return { scopes: [], clusters: [] }
  const { cluster } = asked
  const found = known.filter((each) => isCalled(each.cluster, cluster))
  if (found.length > 0) return { scopes: [], clusters: found.map((each) => each.cluster.id) }
  return notFound(
    'cluster',
    cluster,
    known.flatMap((each) => [each.cluster.id, each.cluster.name]),
  )
}
