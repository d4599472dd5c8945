import { countOutcomes, fleetMetrics, type Outcomes } from '@fleet-auditor/audit/queries/fleet-metrics.ts'
import type { Store } from '@fleet-auditor/audit/ports/store.ts'
import type { RunSummary } from '@fleet-auditor/model/run.ts'
import { openMetrics, openMetricsType } from '@fleet-auditor/report/open-metrics.ts'
import { createRoute, z } from '@hono/zod-openapi'
import type { Api, RouteDeps } from '../api-deps.ts'
import { answers, byToken } from '../responses.ts'

const { 200: _, 304: __, ...refusals } = answers('', z.string())

const route = createRoute({
  method: 'get',
  path: '/metrics',
  summary: 'OpenMetrics: findings by check and severity, latency, the last run',
  tags: ['metrics'],
  security: byToken,
  responses: {
    200: {
      description: 'OpenMetrics 1.0',
      content: { 'application/openmetrics-text': { schema: z.string() } },
    },
    ...refusals,
  },
})

export const metricsRoutes = [route]

export function addMetrics(app: Api, { store, clock, fleet, registry }: RouteDeps): void {
  const outcomes = outcomesOfRuns(store)
  app.openapi(route, async (c) => {
    const metrics = await fleetMetrics(fleet, await registry.ofLastRun(), { store, clock }, outcomes)
    return c.body(openMetrics(metrics), 200, { 'Content-Type': openMetricsType, 'Cache-Control': 'no-store' })
  })
}

/** A ledger may have 13,000 rows, and a run that ended keeps the one it has: it is counted once, not at every scrape. */
function outcomesOfRuns(store: Pick<Store, 'readRun'>): (run: RunSummary) => Promise<Outcomes> {
  let last: { readonly run: string; readonly outcomes: Outcomes } | undefined
  return async ({ id, state }) => {
    if (state === 'running') return {}
    if (last?.run === id) return last.outcomes
    const outcomes = countOutcomes((await store.readRun(id))?.ledger ?? [])
    last = { run: id, outcomes }
    return outcomes
  }
}
