import { fleetSummary } from '@fleet-auditor/audit/queries/fleet-summary.ts'
import { findCheck } from '@fleet-auditor/checks/registry.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import { z } from '@hono/zod-openapi'
import { answers, byToken } from '../http/responses.ts'
import { defineRoute } from '../route.ts'
import { SeverityCount } from '../shapes/finding-shape.ts'
import { exampleRun, RunLine, runLine } from '../shapes/run-shape.ts'

const Count = z.number().int()
const PresenceCounts = z
  .object({ found: Count, traces: Count, none: Count, unreadable: Count, unknown: Count })
  .openapi({ description: 'Clusters by whether Meshery is in them; unknown: no run has looked since this is stored' })
const Group = z.object({
  key: z.string(),
  title: z.string(),
  worst: Severity,
  open: Count,
  bySeverity: SeverityCount,
  clusters: Count,
})

const Summary = z
  .object({
    fleet: z.string(),
    clusters: z.object({ known: Count, gone: Count, withOpen: Count, uncounted: Count, presence: PresenceCounts }),
    open: SeverityCount.openapi({ description: 'Open findings that no waiver accepts' }),
    checks: z.array(Group),
    teams: z.array(Group),
    lastFleetRun: RunLine.optional(),
    lastComplete: RunLine.optional(),
  })
  .openapi('Summary')

const exampleGroup = { worst: 'critical', open: 1, bySeverity: { critical: 1 }, clusters: 1 } as const
const example: z.infer<typeof Summary> = {
  fleet: 'acme',
  clusters: {
    known: 14,
    gone: 1,
    withOpen: 1,
    uncounted: 0,
    presence: { found: 9, traces: 1, none: 3, unreadable: 1, unknown: 0 },
  },
  open: { critical: 1, high: 0, medium: 0, low: 0, info: 0 },
  checks: [{ key: 'public-broker', title: 'The Broker is open to the Internet', ...exampleGroup }],
  teams: [{ key: 'commerce', title: 'commerce', ...exampleGroup }],
  lastFleetRun: exampleRun,
}

export const getSummary = defineRoute({
  route: {
    method: 'get',
    path: '/v1/summary',
    operationId: 'getSummary',
    summary: 'Get the state of the fleet: open findings by check and team, and the last runs',
    description:
      'A run of a part of the fleet stands for neither `lastFleetRun`, the last run of the whole fleet, nor `lastComplete`, the last one that read all of it.',
    tags: ['summary'],
    security: byToken,
    request: { query: z.strictObject({}) },
    responses: answers('The fleet at a glance', Summary, example),
  },
  handle:
    ({ store, clock, fleet, registry }) =>
    async (c) => {
      const summary = await fleetSummary(fleet, await registry.ofLastRun(), { store, clock })
      const { checks, teams, lastFleetRun, lastComplete } = summary
      return c.json(
        {
          ...summary,
          checks: checks.map((group) => ({ ...group, title: findCheck(group.key)?.title ?? group.key })),
          teams: teams.map((group) => ({ ...group, title: group.key || 'no team' })),
          lastFleetRun: lastFleetRun && runLine(lastFleetRun),
          lastComplete: lastComplete && runLine(lastComplete),
        },
        200,
      )
    },
})
