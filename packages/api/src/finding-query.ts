import type { FindingFilter } from '@fleet-auditor/audit/ports/finding-pages.ts'
import type { RegisteredCluster } from '@fleet-auditor/audit/ports/store.ts'
import { targetsOf, type RegistryFilter } from '@fleet-auditor/audit/queries/registry-filter.ts'
import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { Provider } from '@fleet-auditor/model/provider.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import { z } from '@hono/zod-openapi'
import {
  countParam,
  cursorParam,
  flagParam,
  listParam,
  momentParam,
  nameParam,
  sinceParam,
} from './http/request-params.ts'

/** Filters of findings. An unknown parameter is refused: a typo must not widen the list. */
export const FindingQuery = z.strictObject({
  state: z.enum(['open', 'resolved']).optional(),
  severity: listParam(Severity).optional(),
  check: z.enum(allChecks.map(({ id }) => id)).optional(),
  cluster: nameParam.optional().openapi({ description: 'Id, key or locator' }),
  provider: listParam(Provider).optional(),
  region: nameParam.optional(),
  plane: nameParam.optional(),
  team: nameParam.optional().openapi({ description: 'The team that the cluster belongs to' }),
  changedSince: sinceParam.optional(),
  asOf: momentParam.optional().openapi({
    description: 'Only what was open then, as it stood: a time, a date, or how long ago (`24h`, `7d`, `2w`)',
    example: '7d',
  }),
  text: z.string().min(1).max(200).optional(),
  waived: flagParam.optional(),
  groupBy: z.enum(['check', 'cluster', 'team']).optional(),
  limit: countParam(50, 200),
  cursor: cursorParam.optional(),
})
export type FindingQuery = z.infer<typeof FindingQuery>

export const registryFilter = ({ cluster, region, plane, team }: FindingQuery): RegistryFilter => ({
  cluster,
  region,
  plane,
  team,
})

/** Only the registry knows region, plane and team: the store is asked for the targets that they leave. */
export function findingFilter(query: FindingQuery, known: readonly RegisteredCluster[]): FindingFilter {
  const { state, severity, check, provider, changedSince, text, asOf } = query
  const targets = targetsOf(known, registryFilter(query), state === 'open')
  // State, severity and evidence may have been others then: the page is filtered once it is as of then.
  if (asOf !== undefined) return { check, providers: provider, targets }
  return {
    state,
    severities: severity,
    check,
    providers: provider,
    targets,
    changedSince,
    text,
  }
}
