import type { OpenByCheck } from '@fleet-auditor/model/result-summary.ts'
import { Severity, severityRank } from '@fleet-auditor/model/severity.ts'
import { fleetTarget, type Target } from '@fleet-auditor/model/target.ts'
import type { RegisteredCluster, Store } from '../ports/store.ts'

export type GroupBy = 'check' | 'cluster' | 'team'
type SeverityCounts = Partial<Record<Severity, number>>

/** Open findings without a waiver, of one check, cluster or team. */
export interface FindingGroup {
  /** Check id, cluster key, or name of the team; empty for clusters without a team. */
  readonly key: string
  readonly worst: Severity
  readonly open: number
  readonly bySeverity: SeverityCounts
  readonly clusters: number
}

interface GroupFilter {
  readonly check?: string
  readonly severities?: readonly Severity[]
}

/** A cluster's counts, and what the fleet's own checks found, which has no cluster. */
export type Counted = Pick<RegisteredCluster, 'key' | 'openByCheck' | 'team'>

/** Counts of the registry rolled up, worst first, then by how many clusters they touch. */
export function groupFindings(counted: readonly Counted[], by: GroupBy, filter: GroupFilter = {}): FindingGroup[] {
  const groups = new Map<string, { bySeverity: SeverityCounts; clusters: Set<string> }>()
  for (const cluster of counted) {
    for (const [check, severity, count] of entriesOf(cluster.openByCheck ?? {}, filter)) {
      const key = { check, cluster: cluster.key, team: cluster.team ?? '' }[by]
      const group = groups.get(key) ?? { bySeverity: {}, clusters: new Set() }
      group.bySeverity[severity] = (group.bySeverity[severity] ?? 0) + count
      group.clusters.add(cluster.key)
      groups.set(key, group)
    }
  }
  return [...groups].map(toGroup).toSorted(inOrder)
}

function entriesOf(open: OpenByCheck, filter: GroupFilter): [string, Severity, number][] {
  const entries: [string, Severity, number][] = []
  for (const [check, counts] of Object.entries(open)) {
    if (filter.check !== undefined && filter.check !== check) continue
    for (const severity of filter.severities ?? Severity.options) {
      const count = counts[severity]
      if (count !== undefined) entries.push([check, severity, count])
    }
  }
  return entries
}

function toGroup([key, { bySeverity, clusters }]: [
  string,
  { bySeverity: SeverityCounts; clusters: ReadonlySet<string> },
]): FindingGroup {
  const worst = Severity.options.find((severity) => bySeverity[severity] !== undefined) ?? 'info'
  let open = 0
  for (const severity of Severity.options) open += bySeverity[severity] ?? 0
  return { key, worst, open, bySeverity, clusters: clusters.size }
}

const inOrder = (a: FindingGroup, b: FindingGroup): number =>
  severityRank(a.worst) - severityRank(b.worst) ||
  b.clusters - a.clusters ||
  b.open - a.open ||
  (a.key < b.key ? -1 : 1)

/** Of a fleet file, the planes by their names. */
type NamedPlanes = readonly { readonly name: string }[]

/** What has no cluster, counted as the registry counts a cluster's: the fleet as a whole, and each plane. */
export const fleetCounted = (store: Pick<Store, 'queryFindings'>, planes: NamedPlanes): Promise<Counted[]> =>
  Promise.all([fleetTarget, ...planes.map(({ name }): Target => ({ kind: 'plane', key: name }))].map(countedOf(store)))

/** Of one plane alone. */
export const planeCounted = (store: Pick<Store, 'queryFindings'>, name: string): Promise<Counted> =>
  countedOf(store)({ kind: 'plane', key: name })

const countedOf =
  (store: Pick<Store, 'queryFindings'>) =>
  async (target: Target): Promise<Counted> => {
    const openByCheck: OpenByCheck = {}
    for (const { check, severity } of await store.queryFindings({ state: 'open', target })) {
      const counts = (openByCheck[check] ??= {})
      counts[severity] = (counts[severity] ?? 0) + 1
    }
    return { key: `${target.kind}:${target.key}`, openByCheck }
  }
