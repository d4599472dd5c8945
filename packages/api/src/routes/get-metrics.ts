import type { Store } from '@fleet-auditor/audit/ports/store.ts'
import { countOutcomes, fleetMetrics, type Outcomes } from '@fleet-auditor/audit/queries/fleet-metrics.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { RunSummary } from '@fleet-auditor/model/run.ts'
import { openMetrics, openMetricsType } from '@fleet-auditor/report/open-metrics.ts'
import { z } from '@hono/zod-openapi'
import { byToken, tokenProblems } from '../http/responses.ts'
import { defineRoute } from '../route.ts'

export const getMetrics = defineRoute({
  route: {
    method: 'get',
    path: '/metrics',
    operationId: 'getMetrics',
    summary: 'Scrape open findings, latency and the last run of the whole fleet (OpenMetrics)',
    tags: ['metrics'],
    security: byToken,
    responses: {
      200: {
        description: 'OpenMetrics 1.0',
        content: {
          'application/openmetrics-text': {
            schema: z.string(),
            example: 'fleet_auditor_open_findings{check="public-broker",severity="critical"} 1\n',
          },
        },
      },
      ...tokenProblems,
    },
  },
  handle: ({ store, clock, fleet, registry }) => {
    const outcomes = outcomesOfRuns(store)
    return async (c) => {
      const metrics = await fleetMetrics(fleet, await registry.ofLastRun(), { store, clock }, outcomes)
      return c.body(openMetrics(metrics), 200, { 'Content-Type': openMetricsType, 'Cache-Control': 'no-store' })
    }
  },
})

/** A ledger may have 13,000 rows, and that of a run that ended never changes: counted once, not at every scrape. */
function outcomesOfRuns(store: Pick<Store, 'readRun'>): (run: RunSummary) => Promise<Outcomes> {
  let last: { readonly run: string; readonly outcomes: Outcomes } | undefined
  return async ({ id, state }) => {
    if (state === 'running') return {}
    if (last?.run === id) return last.outcomes
    const run = await store.readRun(id)
    if (!run) throw new AuditorError('store', `the run ${id} is listed and cannot be read`)
    const outcomes = countOutcomes(run.ledger)
    last = { run: id, outcomes }
    return outcomes
  }
}
