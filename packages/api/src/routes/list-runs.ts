import { z } from '@hono/zod-openapi'
import { countParam } from '../http/request-params.ts'
import { answers, byToken } from '../http/responses.ts'
import { defineRoute } from '../route.ts'
import { exampleRun, runLine, RunList } from '../shapes/run-shape.ts'

export const listRuns = defineRoute({
  route: {
    method: 'get',
    path: '/v1/runs',
    operationId: 'listRuns',
    summary: 'List runs, newest first',
    tags: ['runs'],
    security: byToken,
    request: { query: z.strictObject({ limit: countParam(20, 200) }) },
    responses: answers('Runs without their ledgers', RunList, { runs: [exampleRun] }),
  },
  handle:
    ({ store }) =>
    async (c) => {
      const runs = await store.listRuns(c.req.valid('query').limit)
      return c.json({ runs: runs.map(runLine) }, 200)
    },
})
