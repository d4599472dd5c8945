import { LatencyDay } from '@fleet-auditor/audit/ports/latency-store.ts'
import { z } from '@hono/zod-openapi'
import { nameParam } from '../http/request-params.ts'
import { answers, byToken } from '../http/responses.ts'
import { defineRoute } from '../route.ts'

const LatencyList = z
  .object({
    since: z.iso.date(),
    /** Round trips in milliseconds, days oldest first. */
    pairs: z.array(
      z.object({ from: z.string(), to: z.string(), days: z.array(LatencyDay.omit({ from: true, to: true })) }),
    ),
  })
  .openapi('LatencyList')

const example: z.infer<typeof LatencyList> = {
  since: '2026-10-22',
  pairs: [
    {
      from: 'eu-central-1',
      to: 'eu-west-1',
      days: [{ day: '2026-11-21', run: '20261121T040000Z-9c56cc5', clusters: 4, medianMs: 24.1, worstMs: 31.5 }],
    },
  ],
}

const defaultDays = 30

export const listLatency = defineRoute({
  route: {
    method: 'get',
    path: '/v1/latency',
    operationId: 'listLatency',
    summary: 'List round-trip times between regions, by day',
    tags: ['latency'],
    security: byToken,
    request: {
      query: z.strictObject({
        from: nameParam.optional().openapi({ description: 'Region of the vantage' }),
        to: nameParam.optional().openapi({ description: 'Region of the clusters' }),
        since: z.iso.date().optional().openapi({ description: 'First day; default: 30 days ago' }),
      }),
    },
    responses: answers('Round-trip times by pair of regions', LatencyList, example),
  },
  handle:
    ({ store, clock }) =>
    async (c) => {
      const { from, to, since = daysBefore(clock.now(), defaultDays) } = c.req.valid('query')
      const days = await store.latency.read({ since, from, to })
      const pairs = Map.groupBy(days, (day) => JSON.stringify([day.from, day.to]))
      return c.json({ since, pairs: [...pairs.values()].flatMap(pairOf) }, 200)
    },
})

const daysBefore = (now: string, days: number): string =>
  new Date(Date.parse(now) - days * 86_400_000).toISOString().slice(0, 10)

function pairOf(days: readonly LatencyDay[]) {
  const [first] = days
  if (!first) return []
  return [{ from: first.from, to: first.to, days: days.map(dayOf) }]
}

function dayOf(latency: LatencyDay) {
  const { from: _, to: __, ...day } = latency
  return day
}
