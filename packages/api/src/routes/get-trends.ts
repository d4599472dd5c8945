import { trends } from '@fleet-auditor/audit/history/trends.ts'
import { momentOf } from '@fleet-auditor/model/moment.ts'
import { Run } from '@fleet-auditor/model/run.ts'
import { z } from '@hono/zod-openapi'
import { problem } from '../http/problem.ts'
import { momentParam } from '../http/request-params.ts'
import { answers, byToken } from '../http/responses.ts'
import { defineRoute } from '../route.ts'

const Count = z.number().int()
const Hours = z.number().optional()

const Times = {
  fixed: Count,
  meanHours: Hours.openapi({ description: 'From when a finding last opened to the run that found it fixed' }),
  medianHours: Hours,
  longestHours: Hours,
  gone: Count.openapi({ description: 'Its subject, its cluster or the reason to judge it is no longer there' }),
  ruleChanged: Count.openapi({ description: 'Another version of the rule no longer finds it' }),
}

const TrendsShape = z
  .object({
    since: z.string(),
    until: z.string(),
    checks: z.array(z.object({ check: z.string(), ...Times })),
    teams: z.array(z.object({ team: z.string(), ...Times })),
    runs: z.array(
      z.object({
        id: z.string(),
        startedAt: z.string(),
        state: Run.shape.state,
        open: z.record(z.string(), Count),
        opened: Count,
        resolved: Count,
        unknowns: Count,
      }),
    ),
    isWhole: z.boolean().openapi({ description: 'False: more findings were resolved than are counted' }),
  })
  .openapi('Trends')

const example: z.infer<typeof TrendsShape> = {
  since: '2026-10-22T08:00:00.000Z',
  until: '2026-11-21T08:00:00.000Z',
  checks: [
    {
      check: 'public-broker',
      fixed: 3,
      meanHours: 41.3,
      medianHours: 24,
      longestHours: 76,
      gone: 1,
      ruleChanged: 0,
    },
  ],
  teams: [{ team: 'commerce', fixed: 3, meanHours: 41.3, medianHours: 24, longestHours: 76, gone: 1, ruleChanged: 0 }],
  runs: [
    {
      id: '20261121T040000Z-9c56cc5',
      startedAt: '2026-11-21T04:00:00Z',
      state: 'complete',
      open: { critical: 1, high: 4, medium: 9, low: 2, info: 0 },
      opened: 1,
      resolved: 2,
      unknowns: 7,
    },
  ],
  isWhole: true,
}

export const getTrends = defineRoute({
  route: {
    method: 'get',
    path: '/v1/trends',
    operationId: 'getTrends',
    summary: 'Get how long findings take to be fixed, by check and team, and what was open in each run',
    description: 'Of findings that were resolved since a time, usually 30 days ago; of at most the last 20,000.',
    tags: ['summary'],
    security: byToken,
    request: {
      query: z.strictObject({
        since: momentParam.default('30d').openapi({ description: 'A time, a date, or how long ago', example: '30d' }),
      }),
    },
    responses: answers('The trends', TrendsShape, example),
  },
  handle:
    ({ store, registry, clock }) =>
    async (c) => {
      const since = momentOf(c.req.valid('query').since, clock.now())
      if (since === undefined) {
        return problem(c, 400, {
          errors: [{ path: 'query.since', message: 'expected a time of the years 0000 to 9999' }],
        })
      }
      const { checks, teams, runs, ...rest } = await trends({ since }, await registry.all(), { store, clock })
      return c.json({ ...rest, checks: [...checks], teams: [...teams], runs: [...runs] }, 200)
    },
})
