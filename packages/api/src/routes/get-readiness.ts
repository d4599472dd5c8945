import { latestRun } from '@fleet-auditor/audit/queries/last-complete.ts'
import { Run, type RunSummary } from '@fleet-auditor/model/run.ts'
import { z } from '@hono/zod-openapi'
import type { RouteDeps } from '../api-deps.ts'
import { mayDo } from '../http/authentication.ts'
import { byToken, json, openProblems, problems, withoutToken } from '../http/responses.ts'
import { defineRoute } from '../route.ts'

const Ready = z
  .object({
    ok: z.literal(true),
    lastRun: z
      .object({
        id: z.string(),
        state: Run.shape.state,
        partial: z.boolean(),
        startedAt: z.string(),
        ageSeconds: z.number().int(),
      })
      .optional(),
  })
  .openapi('Ready')

export const getReadiness = defineRoute({
  route: {
    method: 'get',
    path: '/readyz',
    operationId: 'getReadiness',
    summary: 'Check that the store is readable; with a token, how the last run ended',
    tags: ['health'],
    security: [...withoutToken, {}, ...byToken],
    responses: {
      200: json('The store is readable', Ready, {
        ok: true,
        lastRun: {
          id: '20261121T040000Z-9c56cc5',
          state: 'complete',
          partial: false,
          startedAt: '2026-11-21T04:00:00Z',
          ageSeconds: 15_120,
        },
      }),
      ...openProblems,
      ...problems([401, 429, 503]),
    },
  },
  handle: (deps) => {
    const { clock } = deps
    const lastRun = holding(deps)
    return async (c) => {
      const run = await lastRun()
      if (!run || !mayDo(c, 'read')) return c.json({ ok: true as const }, 200)
      const { id, state, partial, startedAt, endedAt } = run
      const ageSeconds = Math.max(0, Math.round((Date.parse(clock.now()) - Date.parse(endedAt ?? startedAt)) / 1000))
      return c.json({ ok: true as const, lastRun: { id, state, partial, startedAt, ageSeconds } }, 200)
    }
  },
})

/** How long an answer of the store is passed on: a caller needs no token, and must not cost a read each time. */
const heldMs = 5000

/** The last run, read once for all that ask in that time; a failure is not held. */
function holding({ store, clock }: Pick<RouteDeps, 'store' | 'clock'>): () => Promise<RunSummary | undefined> {
  let held: { readonly at: number; readonly run: Promise<RunSummary | undefined> } | undefined
  return async () => {
    const now = Date.parse(clock.now())
    // a clock that was set back: the answer is of unknown age
    const current =
      held && now >= held.at && now - held.at < heldMs ? held : { at: now, run: latestRun({ store, clock }) }
    held = current
    try {
      return await current.run
    } catch (error) {
      if (held === current) held = undefined
      throw error
    }
  }
}
