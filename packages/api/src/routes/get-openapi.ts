import { z } from '@hono/zod-openapi'
import { json, openProblems, withoutToken } from '../http/responses.ts'
import { defineRoute } from '../route.ts'

/** The document's own type holds more than JSON can. */
const Json = z.record(z.string(), z.unknown())

export const getOpenapi = defineRoute({
  route: {
    method: 'get',
    path: '/openapi.json',
    operationId: 'getOpenapi',
    summary: 'Get this API description',
    tags: ['about'],
    security: withoutToken,
    responses: {
      200: json('OpenAPI 3.1', Json, {
        openapi: '3.1.0',
        info: { title: 'Meshery fleet auditor', version: '1' },
        paths: {},
      }),
      ...openProblems,
    },
  },
  handle:
    ({ document }) =>
    (c) =>
      c.json(Json.parse(document()), 200),
})
