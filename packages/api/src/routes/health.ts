import { Run } from '@fleet-auditor/model/run.ts'
import { createRoute, z } from '@hono/zod-openapi'
import type { Api, RouteDeps } from '../api-deps.ts'
import { authenticateIfAsked, mayDo } from '../authentication.ts'
import { byNobody, byToken, openAnswers, problems } from '../responses.ts'

const alive = createRoute({
  method: 'get',
  path: '/healthz',
  summary: 'The process answers',
  tags: ['health'],
  security: byNobody,
  responses: openAnswers('It does', z.object({ ok: z.literal(true) }).openapi('Alive')),
})

const ready = createRoute({
  method: 'get',
  path: '/readyz',
  summary: 'The store can be read; with a token, how the last run went',
  tags: ['health'],
  security: [...byNobody, {}, ...byToken],
  responses: {
    ...openAnswers(
      'It can',
      z
        .object({
          ok: z.literal(true),
          lastRun: z
            .object({ id: z.string(), state: Run.shape.state, startedAt: z.string(), ageSeconds: z.number().int() })
            .optional(),
        })
        .openapi('Ready'),
    ),
    ...problems([401, 503]),
  },
})

export const healthRoutes = [alive, ready]

export function addHealth(app: Api, deps: RouteDeps): void {
  const { store, clock } = deps
  app.openapi(alive, (c) => c.json({ ok: true as const }, 200))
  app.use('/readyz', authenticateIfAsked(deps))
  app.openapi(ready, async (c) => {
    const [run] = await store.listRuns(1)
    if (!run || !mayDo(c, 'read')) return c.json({ ok: true as const }, 200)
    const { id, state, startedAt, endedAt } = run
    const ageSeconds = Math.max(0, Math.round((Date.parse(clock.now()) - Date.parse(endedAt ?? startedAt)) / 1000))
    return c.json({ ok: true as const, lastRun: { id, state, startedAt, ageSeconds } }, 200)
  })
}
