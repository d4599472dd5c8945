import { allChecks, findCheck } from '@fleet-auditor/checks/registry.ts'
import { z } from '@hono/zod-openapi'
import { problem } from '../http/problem.ts'
import { answers, byToken } from '../http/responses.ts'
import { defineRoute } from '../route.ts'
import { CheckShape, checkShape, exampleCheck } from '../shapes/check-shape.ts'
import { notFound } from '../unknown-name.ts'

export const getCheck = defineRoute({
  route: {
    method: 'get',
    path: '/v1/checks/{id}',
    operationId: 'getCheck',
    summary: 'Get a check: its rule, reason, source and remedy',
    tags: ['checks'],
    security: byToken,
    request: { params: z.object({ id: z.string().min(1).max(100).openapi({ example: 'public-broker' }) }) },
    responses: answers('The check', CheckShape, exampleCheck, [404]),
  },
  handle: () => (c) => {
    const { id } = c.req.valid('param')
    const check = findCheck(id)
    if (check) return c.json(checkShape(check), 200)
    const ids = allChecks.map((each) => each.id)
    return problem(c, 404, notFound('check', id, ids))
  },
})
