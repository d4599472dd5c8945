import { createRoute, z } from '@hono/zod-openapi'
import type { Api } from '../api-deps.ts'
import type { ApiDocument } from '../api-document.ts'
import { docsPage } from '../docs-page.ts'
import { byNobody, openAnswers } from '../responses.ts'

const { 200: _, ...refusals } = openAnswers('', z.string())

const route = createRoute({
  method: 'get',
  path: '/docs',
  summary: 'This description as a page',
  tags: ['about'],
  security: byNobody,
  responses: { 200: { description: 'HTML', content: { 'text/html': { schema: z.string() } } }, ...refusals },
})

export const docsRoutes = [route]

export function addDocs(app: Api, document: () => ApiDocument): void {
  app.openapi(route, async (c) => c.html(await docsPage(document())))
}
