import type { RegisteredCluster } from '@fleet-auditor/audit/ports/store.ts'
import { selectRegistered } from '@fleet-auditor/audit/queries/registry-filter.ts'
import { Provider } from '@fleet-auditor/model/provider.ts'
import { z } from '@hono/zod-openapi'
import { paginate } from '../http/paginate.ts'
import { problem } from '../http/problem.ts'
import { countParam, cursorParam, flagParam, listParam, nameParam } from '../http/request-params.ts'
import { answers, byToken } from '../http/responses.ts'
import { clusterLine } from '../present-cluster.ts'
import { defineRoute } from '../route.ts'
import { ClusterList, exampleCluster } from '../shapes/cluster-shape.ts'
import { unknownName } from '../unknown-name.ts'

const Query = z.strictObject({
  provider: listParam(Provider).optional(),
  region: nameParam.optional(),
  plane: nameParam.optional(),
  team: nameParam.optional(),
  text: z.string().min(1).max(200).optional().openapi({ description: 'Part of id, locator or scope' }),
  gone: flagParam.optional().openapi({ description: 'true: only deleted clusters; default: only existing ones' }),
  limit: countParam(100, 500),
  cursor: cursorParam.optional(),
})

export const listClusters = defineRoute({
  route: {
    method: 'get',
    path: '/v1/clusters',
    operationId: 'listClusters',
    summary: 'List clusters, ordered by id',
    tags: ['clusters'],
    security: byToken,
    request: { query: Query },
    responses: answers('A page of clusters', ClusterList, { clusters: [exampleCluster] }, [404]),
  },
  handle:
    ({ registry, fleet }) =>
    async (c) => {
      const { limit, cursor, gone = false, text, provider, team, region, plane } = c.req.valid('query')
      const known = await registry.all()
      const names = { region, plane, team }
      const unknown = unknownName(names, known, fleet)
      if (unknown) return problem(c, 404, unknown)
      const selected = selectRegistered(known, { ...names, providers: provider })
        .filter(({ goneIn }) => gone === (goneIn !== undefined))
        .filter((registered) => text === undefined || holds(registered, text))
      const binding = JSON.stringify(['clusters', names, provider, gone, text])
      const page = paginate(selected, ({ key, cluster }) => `${cluster.id} ${key}`, { limit, cursor, binding })
      return c.json({ clusters: page.items.map(clusterLine), next: page.next }, 200)
    },
})

const holds = ({ cluster }: RegisteredCluster, text: string): boolean =>
  [cluster.id, cluster.locator, cluster.scope].some((word) => word.toLowerCase().includes(text.toLowerCase()))
