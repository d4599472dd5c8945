import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { RegisteredCluster, Store } from '@fleet-auditor/audit/ports/store.ts'
import {
  fleetCounted,
  groupFindings,
  planeCounted,
  type Counted,
  type FindingGroup,
  type GroupBy,
} from '@fleet-auditor/audit/queries/group-findings.ts'
import { selectRegistered } from '@fleet-auditor/audit/queries/registry-filter.ts'
import type { Check } from '@fleet-auditor/checks/define.ts'
import { findCheck } from '@fleet-auditor/checks/registry.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { severityRank, type Severity } from '@fleet-auditor/model/severity.ts'
import { presentRemedy } from '@fleet-auditor/report/present-finding.ts'
import type { z } from '@hono/zod-openapi'
import { registryFilter, type FindingQuery } from './finding-query.ts'
import { paginate } from './http/paginate.ts'
import { linkTo } from './links.ts'
import type { GroupList, GroupShape } from './shapes/finding-shape.ts'

interface GroupDeps {
  readonly store: Pick<Store, 'queryFindings'> & Pick<FleetStore, 'pages'>
  readonly fleet: Pick<FleetFile, 'planes'>
}

interface Refused {
  readonly errors: { path: string; message: string }[]
}

/** One page of groups, counted from the registry: open findings that no waiver accepts. */
export async function findingGroups(
  query: FindingQuery,
  groupBy: GroupBy,
  registry: readonly RegisteredCluster[],
  deps: GroupDeps,
): Promise<z.infer<typeof GroupList> | Refused> {
  const errors = uncounted(query)
  if (errors.length > 0) return { errors }
  const counted = await countedFor(query, groupBy, registry, deps)
  const groups = groupFindings(counted, groupBy, {
    check: query.check,
    severities: query.severity,
  })
  const { limit, cursor, groupBy: _, ...filters } = query
  const page = paginate(groups, groupKey, { limit, cursor, binding: JSON.stringify([groupBy, filters]) })
  const clusters: KnownClusters = new Map(registry.map(({ key, cluster }) => [key, cluster]))
  return {
    groupBy,
    groups: await Promise.all(page.items.map((group) => shapeOf(group, groupBy, clusters, deps))),
    next: page.next,
  }
}

/** Filters that the counts of the registry cannot apply. */
function uncounted({ state, changedSince, text, waived }: FindingQuery): Refused['errors'] {
  const refused = { state: state === 'resolved', changedSince: changedSince !== undefined, text: text !== undefined }
  return Object.entries({ ...refused, waived: waived === true })
    .filter(([, given]) => given)
    .map(([name]) => ({
      path: `query.${name}`,
      message: 'groups count open findings that no waiver accepts; leave it out',
    }))
}

/**
 * The fleet's own findings have no cluster, region, plane or team: they count where none of these is filtered by. A
 * plane's own findings count there too, and where only the plane is filtered by, as in the list of findings.
 */
async function countedFor(
  query: FindingQuery,
  groupBy: GroupBy,
  registry: readonly RegisteredCluster[],
  { store, fleet }: GroupDeps,
): Promise<readonly Counted[]> {
  const filter = { ...registryFilter(query), providers: query.provider }
  const selected = selectRegistered(registry, filter).filter(({ goneIn }) => goneIn === undefined)
  const { plane, ...others } = filter
  if (groupBy !== 'check' || Object.values(others).some((asked) => asked !== undefined)) return selected
  if (plane !== undefined) return [...selected, await planeCounted(store, plane)]
  return [...selected, ...(await fleetCounted(store, fleet.planes))]
}

const padded = (count: number): string => String(9_999_999 - count).padStart(7, '0')
const groupKey = ({ worst, clusters, open, key }: FindingGroup): string =>
  `${severityRank(worst)} ${padded(clusters)} ${padded(open)} ${key}`

type KnownClusters = ReadonlyMap<string, RegisteredCluster['cluster']>

async function shapeOf(
  group: FindingGroup,
  groupBy: GroupBy,
  known: KnownClusters,
  { store }: GroupDeps,
): Promise<GroupShape> {
  const { key, worst, open, bySeverity, clusters } = group
  const check = groupBy === 'check' ? findCheck(key) : undefined
  const title = check?.title ?? (groupBy === 'cluster' ? (known.get(key)?.id ?? key) : key || 'no team')
  const remedy = check && (await remedyFor(check, worst, known, store))
  return {
    key,
    title,
    worst,
    open,
    bySeverity,
    clusters,
    remedy,
    links: { findings: linkTo.findings({ state: 'open', ...(key === '' ? {} : { [groupBy]: key }) }) },
  }
}

/** As in every roll-up: the remedy of one open finding, the last changed among the worst. */
async function remedyFor(
  check: Check,
  severity: Severity,
  clusters: KnownClusters,
  { pages }: GroupDeps['store'],
): Promise<GroupShape['remedy'] | undefined> {
  const { findings } = await pages.page({ state: 'open', check: check.id, severities: [severity] }, 1)
  const [first] = findings
  if (!first) return undefined
  const { target } = first
  return presentRemedy(first, check, target.kind === 'cluster' ? clusters.get(target.key) : undefined)
}
