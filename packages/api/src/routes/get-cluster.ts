import { isCalled } from '@fleet-auditor/audit/discovery/select-clusters.ts'
import type { RegisteredCluster } from '@fleet-auditor/audit/ports/store.ts'
import { clusterPage } from '@fleet-auditor/audit/queries/cluster-page.ts'
import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { z } from '@hono/zod-openapi'
import { problem } from '../http/problem.ts'
import { nameParam } from '../http/request-params.ts'
import { answers, byToken } from '../http/responses.ts'
import { clusterShape } from '../present-cluster.ts'
import { defineRoute } from '../route.ts'
import { ClusterPageShape, exampleClusterPage } from '../shapes/cluster-shape.ts'
import { notFound, type UnknownName } from '../unknown-name.ts'

export const getCluster = defineRoute({
  route: {
    method: 'get',
    path: '/v1/clusters/{id}',
    operationId: 'getCluster',
    summary: 'Get a cluster: latest verdicts by checklist group, observations, history',
    tags: ['clusters'],
    security: byToken,
    request: {
      params: z.object({
        id: nameParam.openapi({
          description: 'Id (its slash escaped or not), key or locator; or a name that only one cluster has',
          example: '3f1c9a7e0b52',
        }),
      }),
    },
    responses: answers('The cluster', ClusterPageShape, exampleClusterPage, [404]),
  },
  // API Gateway passes a path on with its slashes unescaped, and an id has one.
  servedAt: '/v1/clusters/:id{.+}',
  handle: (deps) => async (c) => {
    const { id } = c.req.valid('param')
    const found = find(id, await deps.registry.all())
    if ('detail' in found) return problem(c, 404, found)
    return c.json(clusterShape(await clusterPage(found, allChecks, deps)), 200)
  },
})

/** A key, id or locator names one cluster; a name or glob may name several, of which the existing one is meant. */
function find(id: string, known: readonly RegisteredCluster[]): RegisteredCluster | UnknownName {
  const exact = known.filter(({ key, cluster }) => [key, cluster.id, cluster.locator].includes(id))
  const called = exact.length > 0 ? exact : known.filter((registered) => isCalled(registered.cluster, id))
  const existing = called.filter(({ goneIn }) => goneIn === undefined)
  const [one, other] = existing.length > 0 ? existing : called
  if (one && !other) return one
  if (one) return { detail: `several clusters are called ${id}`, remedy: `ask by id: ${idsOf(called)}` }
  const names = known.flatMap(({ cluster }) => [cluster.id, cluster.name])
  return notFound('cluster', id, names)
}

const idsOf = (called: readonly RegisteredCluster[]): string => called.map(({ cluster }) => cluster.id).join(', ')
