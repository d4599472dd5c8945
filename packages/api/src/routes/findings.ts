import { createRoute, z } from '@hono/zod-openapi'
import type { Api, RouteDeps } from '../api-deps.ts'
import { findingGroups } from '../finding-groups.ts'
import { FindingQuery, findingFilter, registryFilter } from '../finding-query.ts'
import { unknownWord } from '../known-words.ts'
import { problem } from '../problem.ts'
import { answers, byToken } from '../responses.ts'
import { FindingList, FindingPageShape, GroupList } from '../shapes/finding-shape.ts'
import { wordFinding } from '../worded-finding.ts'

const list = createRoute({
  method: 'get',
  path: '/v1/findings',
  summary: 'Findings, those changed last first; or open ones in groups, worst first',
  tags: ['findings'],
  security: byToken,
  request: { query: FindingQuery },
  responses: answers('A page', z.union([FindingList, GroupList]), [404]),
})

const one = createRoute({
  method: 'get',
  path: '/v1/findings/{fingerprint}',
  summary: 'One finding with its history',
  tags: ['findings'],
  security: byToken,
  request: { params: z.object({ fingerprint: z.string().regex(/^[\w-]{1,64}$/) }) },
  responses: answers('The finding', FindingPageShape, [404]),
})

export const findingRoutes = [list, one]

export function addFindings(app: Api, deps: RouteDeps): void {
  const { store, registry, fleet, clock } = deps
  const wording = async () => ({ clusters: await registry.byKey(), waivers: fleet.waivers, now: clock.now() })
  app.openapi(list, async (c) => {
    const query = c.req.valid('query')
    const known = await registry.all()
    const unknown = unknownWord(registryFilter(query), known, fleet)
    if (unknown) return problem(c, 404, unknown)
    if (query.groupBy !== undefined) {
      const grouped = await findingGroups(query, query.groupBy, known, deps)
      return 'errors' in grouped ? problem(c, 400, grouped) : c.json(grouped, 200)
    }
    const page = await store.pages.page(findingFilter(query, known), query.limit, query.cursor)
    const words = await wording()
    const findings = page.findings
      .map((finding) => wordFinding(finding, words))
      .filter(({ waived }) => query.waived === undefined || query.waived === (waived !== undefined))
    return c.json({ findings, next: page.next }, 200)
  })
  app.openapi(one, async (c) => {
    const { fingerprint } = c.req.valid('param')
    const found = await store.pages.find(fingerprint)
    if (!found) return problem(c, 404, { detail: `no finding has the fingerprint ${fingerprint}` })
    const [words, { head }] = await Promise.all([wording(), store.readState(found.finding.target)])
    const stale = head?.staleSince === undefined ? {} : { staleSince: head.staleSince }
    return c.json({ ...wordFinding(found.finding, words), transitions: [...found.transitions], ...stale }, 200)
  })
}
