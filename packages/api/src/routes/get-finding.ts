import { z } from '@hono/zod-openapi'
import { problem } from '../http/problem.ts'
import { answers, byToken } from '../http/responses.ts'
import { findingPresenter } from '../present-stored-finding.ts'
import { defineRoute } from '../route.ts'
import { exampleFinding, FindingPageShape } from '../shapes/finding-shape.ts'

export const getFinding = defineRoute({
  route: {
    method: 'get',
    path: '/v1/findings/{fingerprint}',
    operationId: 'getFinding',
    summary: 'Get a finding with its history',
    tags: ['findings'],
    security: byToken,
    request: {
      params: z.object({
        fingerprint: z
          .string()
          .regex(/^[\w-]{1,64}$/)
          .openapi({ example: 'b1d5781111d84f7b3fe4' }),
      }),
    },
    responses: answers('The finding', FindingPageShape, { ...exampleFinding, transitions: ['opened'] }, [404]),
  },
  handle: (deps) => async (c) => {
    const { fingerprint } = c.req.valid('param')
    const found = await deps.store.pages.find(fingerprint)
    if (!found) return problem(c, 404, { detail: `no finding has the fingerprint ${fingerprint}` })
    const { finding, transitions } = found
    const [present, { head }] = await Promise.all([
      findingPresenter([finding.target], deps),
      deps.store.readState(finding.target),
    ])
    return c.json({ ...present(finding), transitions: [...transitions], staleSince: head?.staleSince }, 200)
  },
})
