import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { z } from '@hono/zod-openapi'
import { answers, byToken } from '../http/responses.ts'
import { defineRoute } from '../route.ts'
import { CheckLine, checkLine, exampleCheckLine } from '../shapes/check-shape.ts'

export const listChecks = defineRoute({
  route: {
    method: 'get',
    path: '/v1/checks',
    operationId: 'listChecks',
    summary: 'List the checks',
    tags: ['checks'],
    security: byToken,
    request: { query: z.strictObject({}) },
    responses: answers('All checks', z.object({ checks: z.array(CheckLine) }).openapi('CheckList'), {
      checks: [exampleCheckLine],
    }),
  },
  handle: () => (c) => c.json({ checks: allChecks.map(checkLine) }, 200),
})
