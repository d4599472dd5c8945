import { readinessQuery, type ReadinessQuery } from '@fleet-auditor/audit/queries/readiness-query.ts'
import { readiness } from '@fleet-auditor/audit/queries/readiness.ts'
import { withDecisions } from '@fleet-auditor/audit/waivers/in-force.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { Readiness } from '@fleet-auditor/model/readiness.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import { z } from '@hono/zod-openapi'
import { problem } from '../http/problem.ts'
import { sinceParam } from '../http/request-params.ts'
import { answers, byToken } from '../http/responses.ts'
import { defineRoute } from '../route.ts'

// Made here: a schema that exists before the library was loaded does not know `openapi`.
const Report = z.object(Readiness.shape).openapi('Readiness')

/** Targets whose answers are listed one by one in one report. */
const mostTargets = 200

const example: z.infer<typeof Report> = {
  fleet: 'acme',
  at: '2026-11-30T04:20:00.000Z',
  since: '2026-11-29T04:20:00.000Z',
  asked: { plane: 'central' },
  items: [
    {
      item: 'ownership',
      part: 'line',
      group: 'operations',
      text: 'Ownership, on-call, and escalation defined for the Meshery deployment.',
      state: 'met',
      was: 'not-met',
      targets: { met: 1 },
      answeredBy: ['unowned-plane'],
    },
  ],
  targets: [
    {
      kind: 'plane',
      key: 'central',
      id: 'plane:central',
      name: 'central',
      planes: [],
      readAt: '2026-11-30T04:10:00.000Z',
      items: [
        {
          item: 'ownership',
          state: 'met',
          was: 'not-met',
          checks: [{ check: 'unowned-plane', verdict: 'pass', text: 'Plane central', answers: 1 }],
        },
      ],
    },
  ],
}

export const getReadinessReport = defineRoute({
  route: {
    method: 'get',
    path: '/v1/readiness',
    operationId: 'getReadinessReport',
    summary: 'Get the production-readiness checklist, line by line, with the evidence',
    description: `Of the fleet, of one management plane and its clusters, or of clusters. \`targets\` has the answers of each target where at most ${mostTargets} were asked for; else it is empty, and the counts of each line stand for them.`,
    tags: ['summary'],
    security: byToken,
    request: {
      query: z.strictObject({
        plane: z.string().min(1).optional().openapi({ description: 'Name of a management plane' }),
        cluster: z
          .string()
          .min(1)
          .optional()
          .openapi({ description: 'Id, name, key or locator of clusters; globs allowed' }),
        since: sinceParam
          .optional()
          .openapi({ description: 'Compare with what was stored before; by default with the run before' }),
      }),
    },
    responses: answers('The report', Report, example, [404]),
  },
  handle:
    ({ store, clock, fleet, registry }) =>
    async (c) => {
      const { plane, cluster, since } = c.req.valid('query')
      const known = await registry.all()
      const query = queryOf({ plane, cluster }, fleet, known)
      if (query instanceof AuditorError) {
        return problem(c, 404, { detail: safeText(query.message), remedy: safeText(query.details.remedy ?? '') })
      }
      const decided = withDecisions(fleet, await store.decisions.list(), clock.now())
      const report = await readiness({ ...query, since }, decided, { store, clock })
      const targets = report.targets.length > mostTargets ? [] : report.targets
      return c.json({ ...report, targets }, 200)
    },
})

/** What was asked for; as an error where a word names no target of this fleet. */
function queryOf(...asked: Parameters<typeof readinessQuery>): ReadinessQuery | AuditorError {
  try {
    return readinessQuery(...asked)
  } catch (error) {
    if (error instanceof AuditorError && error.code === 'usage') return error
    throw error
  }
}
