import { z } from '@hono/zod-openapi'
import { json, openProblems, withoutToken } from '../http/responses.ts'
import { defineRoute } from '../route.ts'

export const getHealth = defineRoute({
  route: {
    method: 'get',
    path: '/healthz',
    operationId: 'getHealth',
    summary: 'Check that the process is alive',
    tags: ['health'],
    security: withoutToken,
    responses: {
      200: json('The process is alive', z.object({ ok: z.literal(true) }).openapi('Alive'), { ok: true }),
      ...openProblems,
    },
  },
  handle: () => (c) => c.json({ ok: true as const }, 200),
})
