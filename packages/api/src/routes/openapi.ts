import { createRoute, z } from '@hono/zod-openapi'
import type { Api } from '../api-deps.ts'
import type { ApiDocument } from '../api-document.ts'
import { byNobody, openAnswers } from '../responses.ts'

const route = createRoute({
  method: 'get',
  path: '/openapi.json',
  summary: 'This description',
  tags: ['about'],
  security: byNobody,
  responses: openAnswers('OpenAPI 3.1', z.record(z.string(), z.unknown())),
})

export const openapiRoutes = [route]

export function addOpenapi(app: Api, document: () => ApiDocument): void {
  // Its own type says more than JSON can hold.
  app.openapi(route, (c) => c.json(z.record(z.string(), z.unknown()).parse(document()), 200))
}
