import { z } from '@hono/zod-openapi'
import { docsPage } from '../docs/docs-page.ts'
import { openProblems, withoutToken } from '../http/responses.ts'
import { defineRoute } from '../route.ts'

export const getDocs = defineRoute({
  route: {
    method: 'get',
    path: '/docs',
    operationId: 'getDocs',
    summary: 'Read this API description as a page',
    tags: ['about'],
    security: withoutToken,
    responses: {
      200: {
        description: 'A page of HTML',
        content: { 'text/html': { schema: z.string(), example: '<!doctype html><html lang="en">…</html>' } },
      },
      ...openProblems,
    },
  },
  handle:
    ({ document }) =>
    async (c) =>
      c.html(await docsPage(document())),
})
