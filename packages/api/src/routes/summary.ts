import { fleetSummary } from '@fleet-auditor/audit/queries/fleet-summary.ts'
import type { FindingGroup } from '@fleet-auditor/audit/queries/group-findings.ts'
import { findCheck } from '@fleet-auditor/checks/registry.ts'
import type { RunSummary } from '@fleet-auditor/model/run.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import { createRoute, z } from '@hono/zod-openapi'
import type { Api, RouteDeps } from '../api-deps.ts'
import { linkTo } from '../links.ts'
import { answers, byToken } from '../responses.ts'
import { SeverityCount } from '../shapes/finding-shape.ts'
import { RunLine } from '../shapes/run-shape.ts'

const Count = z.number().int()
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
    clusters: z.object({ known: Count, gone: Count, withOpen: Count, uncounted: Count }),
    /** Open findings that nobody accepted. */
    open: SeverityCount,
    checks: z.array(Group),
    teams: z.array(Group),
    lastRun: RunLine.optional(),
    /** The last run that read the whole fleet. */
    lastComplete: RunLine.optional(),
  })
  .openapi('Summary')

const route = createRoute({
  method: 'get',
  path: '/v1/summary',
  summary: 'The fleet on one page',
  tags: ['summary'],
  security: byToken,
  request: { query: z.strictObject({}) },
  responses: answers('What is open, where, and how the last runs went', Summary),
})

export const summaryRoutes = [route]

export function addSummary(app: Api, { store, fleet, registry }: RouteDeps): void {
  app.openapi(route, async (c) => {
    const { lastRun, lastComplete, checks, teams, ...summary } = await fleetSummary(
      fleet,
      await registry.ofLastRun(),
      store,
    )
    return c.json(
      {
        ...summary,
        checks: checks.map((group) => titled(group, findCheck(group.key)?.title ?? group.key)),
        teams: teams.map((group) => titled(group, group.key || 'nobody')),
        lastRun: lastRun === undefined ? undefined : lineOf(lastRun),
        lastComplete: lastComplete === undefined ? undefined : lineOf(lastComplete),
      },
      200,
    )
  })
}

const titled = (group: FindingGroup, title: string) => ({ ...group, title })

function lineOf(summary: RunSummary) {
  const { ruleSet: _, ...run } = summary
  return { ...run, links: { self: linkTo.run(run.id) } }
}
