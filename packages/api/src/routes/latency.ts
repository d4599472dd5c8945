import { LatencyDay } from '@fleet-auditor/audit/ports/latency-store.ts'
import { createRoute, z } from '@hono/zod-openapi'
import type { Api, RouteDeps } from '../api-deps.ts'
import { nameParam } from '../request-params.ts'
import { answers, byToken } from '../responses.ts'

const LatencyList = z
  .object({
    since: z.iso.date(),
    /** Round trips in milliseconds, days oldest first. */
    pairs: z.array(
      z.object({ from: z.string(), to: z.string(), days: z.array(LatencyDay.omit({ from: true, to: true })) }),
    ),
  })
  .openapi('LatencyList')

const list = createRoute({
  method: 'get',
  path: '/v1/latency',
  summary: 'Round trips between regions over time',
  tags: ['latency'],
  security: byToken,
  request: {
    query: z.strictObject({
      from: nameParam.optional().openapi({ description: 'Region of the vantage' }),
      to: nameParam.optional().openapi({ description: 'Region of the clusters' }),
      since: z.iso.date().optional().openapi({ description: 'First day; by default 30 days ago' }),
    }),
  },
  responses: answers('By pair of regions', LatencyList),
})

export const latencyRoutes = [list]

const usualDays = 30

export function addLatency(app: Api, { store, clock }: RouteDeps): void {
  app.openapi(list, async (c) => {
    const { from, to, since = daysBefore(clock.now(), usualDays) } = c.req.valid('query')
    const days = await store.latency.read({
      since,
      from,
      to,
    })
    const pairs = Map.groupBy(days, (day) => JSON.stringify([day.from, day.to]))
    return c.json({ since, pairs: [...pairs.values()].flatMap(pairOf) }, 200)
  })
}

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
