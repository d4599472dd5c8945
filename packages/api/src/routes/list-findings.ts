import { z } from '@hono/zod-openapi'
import { findingGroups } from '../finding-groups.ts'
import { FindingQuery, findingFilter, registryFilter } from '../finding-query.ts'
import { asOfProblem, openThen } from '../findings-then.ts'
import { problem } from '../http/problem.ts'
import { answers, byToken } from '../http/responses.ts'
import { findingPresenter } from '../present-stored-finding.ts'
import { defineRoute } from '../route.ts'
import { exampleFinding, FindingList, GroupList } from '../shapes/finding-shape.ts'
import { unknownName } from '../unknown-name.ts'

export const listFindings = defineRoute({
  route: {
    method: 'get',
    path: '/v1/findings',
    operationId: 'listFindings',
    summary: 'List findings, most recently changed first, or open ones in groups, worst first',
    tags: ['findings'],
    security: byToken,
    request: { query: FindingQuery },
    responses: answers(
      'A page of findings, or of groups',
      z.union([FindingList, GroupList]),
      { findings: [exampleFinding] },
      [404],
    ),
  },
  handle: (deps) => async (c) => {
    const { store, registry, fleet } = deps
    const query = c.req.valid('query')
    const known = await registry.all()
    const unknown = unknownName(registryFilter(query), known, fleet)
    if (unknown) return problem(c, 404, unknown)
    if (query.groupBy !== undefined) {
      const grouped = await findingGroups(query, query.groupBy, known, deps)
      return 'errors' in grouped ? problem(c, 400, grouped) : c.json(grouped, 200)
    }
    const refusal = asOfProblem(query, deps)
    if (refusal) return problem(c, 400, { errors: [refusal] })
    const page = await store.pages.page(findingFilter(query, known), query.limit, query.cursor)
    const listed = await openThen(page.findings, query, deps)
    const targets = listed.map(({ target }) => target)
    const findings = listed
      .map(await findingPresenter(targets, deps))
      .filter(({ waived }) => query.waived === undefined || query.waived === (waived !== undefined))
    return c.json({ findings, next: page.next }, 200)
  },
})
