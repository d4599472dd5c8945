import type { ClusterContext } from '@fleet-auditor/checks/context.ts'
import { evaluateCluster } from '@fleet-auditor/checks/evaluate.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import { isRead } from '@fleet-auditor/model/completeness.ts'
import type { Observation } from '@fleet-auditor/model/observation.ts'
import { presenceOf } from '@fleet-auditor/model/presence.ts'
import type { ClusterTarget } from '@fleet-auditor/model/result-summary.ts'
import type { Sections } from '@fleet-auditor/model/snapshot.ts'
import { localVantages, planesOf, providerOf, teamOf } from '../fleet/declared.ts'
import { clusterKey } from '../hash.ts'
import type { Head } from '../ports/store.ts'
import { compareWithLast } from '../results/compare-with-last.ts'
import type { TargetResult } from '../results/target-result.ts'
import type { RunContext } from '../run-context.ts'
import type { ClusterSnapshot } from './collect-cluster.ts'
import { failuresOf } from './failed-sections.ts'
import type { Before } from './identity.ts'

type Judging = Pick<RunContext, 'run' | 'startedAt' | 'fleet' | 'checks'>

/** What checks get beside the sections: what the fleet file declares of the cluster, and what probes observed. */
export function contextOf(
  snapshot: Pick<ClusterSnapshot, 'found' | 'sections' | 'clusterTime'>,
  observations: readonly Observation[],
  { reachedBefore }: Pick<Before, 'reachedBefore'>,
  { fleet }: Pick<RunContext, 'fleet'>,
): ClusterContext {
  const { cloud: _, ...cluster } = snapshot.found.cluster
  const { nodes } = snapshot.sections
  return {
    cluster,
    provider: providerOf(cluster, nodes.status === 'collected' ? nodes.value.provider : undefined),
    planes: planesOf(fleet, cluster),
    vantages: localVantages(fleet),
    thresholds: fleet.thresholds,
    recognise: fleet.recognise,
    takenAt: snapshot.clusterTime,
    reachedBefore,
    observations,
  }
}

/** What one run comes to for one cluster. Pure: the same snapshot is judged the same wherever it was taken. */
export function judgeCluster(
  snapshot: ClusterSnapshot,
  observations: readonly Observation[],
  before: Before,
  context: Judging,
): TargetResult {
  const { found, sections, takenAt, row, counters, clocksDiffer } = snapshot
  const { incarnation, identity, head } = before
  const clusterContext = contextOf(snapshot, observations, before, context)
  const verdicts = evaluateCluster(context.checks.cluster, sections, clusterContext, {
    overrides: context.fleet.checks,
  })
  const { provider } = clusterContext
  const judged = { target: clusterTarget(found.cluster, context.fleet), row, takenAt, verdicts, incarnation, provider }
  return {
    ...compareWithLast(judged, before, context),
    identity,
    clocksDiffer,
    staleSince: isRead(row.outcome) ? undefined : staleSince(head),
    cluster: {
      provider,
      version: versionIn(sections),
      presence: presenceOf(sections).presence,
      failedSections: failuresOf(sections),
      observations,
      counters,
    },
  }
}

/** Since the last run that read it; a cluster that was never read (its UID is not known) has nothing to be stale. */
const staleSince = (head: Head | undefined): string | undefined =>
  head?.uid ? (head.staleSince ?? head.takenAt) : undefined

function versionIn({ apiServer, cloud }: Sections): string | undefined {
  if (apiServer.status === 'collected') return apiServer.value.gitVersion
  return cloud.status === 'collected' ? cloud.value.version || undefined : undefined
}

export function clusterTarget(found: Cluster, fleet: RunContext['fleet']): ClusterTarget {
  const { cloud: _, ...cluster } = found
  const planes = planesOf(fleet, cluster).map(({ name }) => name)
  return { kind: 'cluster', key: clusterKey(cluster.locator), cluster, planes, team: teamOf(cluster, fleet) }
}
