import { clusterPage } from '@fleet-auditor/audit/queries/cluster-page.ts'
import type { RegisteredCluster } from '@fleet-auditor/audit/ports/store.ts'
import { isCalled, selectRegistered } from '@fleet-auditor/audit/queries/registry-filter.ts'
import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { Provider } from '@fleet-auditor/model/provider.ts'
import { createRoute, z } from '@hono/zod-openapi'
import type { Api, RouteDeps } from '../api-deps.ts'
import { clusterLine, clusterShape } from '../cluster-words.ts'
import { notKnown, unknownWord, type UnknownWord } from '../known-words.ts'
import { pageAfter } from '../page-after.ts'
import { problem } from '../problem.ts'
import { countParam, cursorParam, flagParam, listParam, nameParam } from '../request-params.ts'
import { answers, byToken } from '../responses.ts'
import { ClusterList, ClusterPageShape } from '../shapes/cluster-shape.ts'

const list = createRoute({
  method: 'get',
  path: '/v1/clusters',
  summary: 'Clusters by their ids',
  tags: ['clusters'],
  security: byToken,
  request: {
    query: z.strictObject({
      provider: listParam(Provider).optional(),
      region: nameParam.optional(),
      plane: nameParam.optional(),
      team: nameParam.optional(),
      text: z.string().min(1).max(200).optional().openapi({ description: 'Part of id, locator or scope' }),
      gone: flagParam.optional().openapi({ description: 'Only those confirmed gone; else only the others' }),
      limit: countParam(100, 500),
      cursor: cursorParam.optional(),
    }),
  },
  responses: answers('A page', ClusterList, [404]),
})

const one = createRoute({
  method: 'get',
  path: '/v1/clusters/{id}',
  summary: 'One cluster: its latest verdicts by checklist group, observations, history',
  tags: ['clusters'],
  security: byToken,
  request: {
    params: z.object({
      id: nameParam.openapi({
        description: 'Id (its slash escaped or not), key or locator; or a name that only one cluster has',
      }),
    }),
  },
  responses: answers('The cluster', ClusterPageShape, [404]),
})

export const clusterRoutes = [list, one]

export function addClusters(app: Api, deps: RouteDeps): void {
  const { registry, fleet } = deps
  app.openapi(list, async (c) => {
    const { limit, cursor, gone = false, text, provider, team, region, plane } = c.req.valid('query')
    const known = await registry.all()
    const words = {
      region,
      plane,
      team,
    }
    const unknown = unknownWord(words, known, fleet)
    if (unknown) return problem(c, 404, unknown)
    const selected = selectRegistered(known, { ...words, providers: provider })
      .filter(({ goneIn }) => gone === (goneIn !== undefined))
      .filter((registered) => text === undefined || holds(registered, text))
    const binding = JSON.stringify(['clusters', words, provider, gone, text])
    const page = pageAfter(selected, ({ key, cluster }) => `${cluster.id} ${key}`, { limit, cursor, binding })
    const next = page.next === undefined ? {} : { next: page.next }
    return c.json({ clusters: page.items.map(clusterLine), ...next }, 200)
  })
  app.openapi(one, async (c) => {
    const { id } = c.req.valid('param')
    const found = await find(id, deps)
    return 'detail' in found ? problem(c, 404, found) : c.json(await shapeOf(found, deps), 200)
  })
  // API Gateway hands a path over with its slashes unescaped, and an id has one.
  app.get('/v1/clusters/:id{.+}', async (c) => {
    const id = c.req.param('id')
    const found = await find(id, deps)
    return 'detail' in found ? problem(c, 404, found) : c.json(await shapeOf(found, deps), 200)
  })
}

/** A key, id or locator names one cluster; a name or glob may name several, of which the one that still exists is meant. */
async function find(word: string, { registry }: RouteDeps): Promise<RegisteredCluster | UnknownWord> {
  const known = await registry.all()
  const exact = known.filter(({ key, cluster }) => [key, cluster.id, cluster.locator].includes(word))
  const called = exact.length > 0 ? exact : known.filter((registered) => isCalled(registered, word))
  const standing = called.filter(({ goneIn }) => goneIn === undefined)
  const [one, other] = standing.length > 0 ? standing : called
  if (one && !other) return one
  if (one) return { detail: `several clusters are called ${word}`, remedy: `ask by id: ${idsOf(called)}` }
  const words = known.flatMap(({ cluster }) => [cluster.id, cluster.name])
  return notKnown('cluster', word, words)
}

const idsOf = (called: readonly RegisteredCluster[]): string => called.map(({ cluster }) => cluster.id).join(', ')

const shapeOf = async (found: RegisteredCluster, deps: RouteDeps) =>
  clusterShape(await clusterPage(found, allChecks, deps))

const holds = ({ cluster }: RegisteredCluster, text: string): boolean =>
  [cluster.id, cluster.locator, cluster.scope].some((word) => word.toLowerCase().includes(text.toLowerCase()))
