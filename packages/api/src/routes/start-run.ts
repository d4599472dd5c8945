import { scopesOf } from '@fleet-auditor/audit/discovery/scopes.ts'
import { isCalled } from '@fleet-auditor/audit/discovery/select-clusters.ts'
import { onDemandRun } from '@fleet-auditor/audit/fan-out/run-id.ts'
import type { RunSelection } from '@fleet-auditor/model/run.ts'
import { scopeKey } from '@fleet-auditor/model/scope.ts'
import type { RouteDeps } from '../api-deps.ts'
import { requireScope } from '../http/authentication.ts'
import { requireJson } from '../http/limits.ts'
import { problem } from '../http/problem.ts'
import { byToken, json, problems, tokenProblems } from '../http/responses.ts'
import { linkTo } from '../links.ts'
import { defineRoute } from '../route.ts'
import { RunRequest, RunStarted } from '../shapes/run-shape.ts'
import { notFound, type UnknownName } from '../unknown-name.ts'

export const startRun = defineRoute({
  route: {
    method: 'post',
    path: '/v1/runs',
    operationId: 'startRun',
    summary: 'Start a run of the fleet, of a scope or of a cluster',
    tags: ['runs'],
    security: byToken,
    middleware: [requireScope('run'), requireJson] as const,
    request: {
      body: {
        required: true,
        content: {
          'application/json': { schema: RunRequest, example: { cluster: 'eks:111122223333:eu-west-1/orders' } },
        },
      },
    },
    responses: {
      202: {
        ...json('The run was accepted and goes on in the background', RunStarted, {
          run: '20261121T081200Z-4b1c0de',
          selection: { scopes: [], clusters: ['eks:111122223333:eu-west-1/orders'] },
          state: 'started',
          links: { self: '/v1/runs/20261121T081200Z-4b1c0de' },
        }),
        headers: { Location: { description: 'Path of the run', schema: { type: 'string' as const } } },
      },
      ...tokenProblems,
      ...problems([413, 415, 422]),
    },
  },
  handle: (deps) => async (c) => {
    const selection = await selectionFor(c.req.valid('json'), deps)
    if ('detail' in selection) return problem(c, 422, selection)
    const run = onDemandRun(deps.clock.now(), deps.random)
    const state = await deps.starter.start(run, selection)
    c.header('Location', linkTo.run(run))
    c.header('Cache-Control', 'no-store')
    return c.json({ run, selection, state, links: { self: linkTo.run(run) } }, 202)
  },
})

/** What an asked audit is about. Scopes are those of the fleet file, and those that clusters were found in. */
async function selectionFor(
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
