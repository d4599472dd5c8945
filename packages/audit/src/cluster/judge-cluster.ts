import type { ClusterContext } from '@fleet-auditor/checks/context.ts'
import { evaluateCluster } from '@fleet-auditor/checks/evaluate.ts'
import { clusterSettings } from '@fleet-auditor/checks/facts/fleet/cluster-settings.ts'
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
import { noClusterFindings, type TargetResult } from '../results/target-result.ts'
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
  if (row.outcome === 'alias') return aliasOf(snapshot, before, clusterContext, context)
  const verdicts = evaluateCluster(context.checks.cluster, sections, clusterContext, {
    overrides: context.fleet.checks,
  })
  const { provider } = clusterContext
  const unread = !isRead(row.outcome)
  const since = unread ? staleSince(head) : undefined
  const judged = { target: clusterTarget(found.cluster, context.fleet), row, takenAt, verdicts, incarnation, provider }
  return {
    ...compareWithLast(judged, before, context),
    identity,
    clocksDiffer,
    staleSince: since,
    neverRead: unread && since === undefined ? true : undefined,
    cluster: {
      provider,
      version: versionIn(sections),
      presence: presenceOf(sections).presence,
      settings: clusterSettings(sections),
      failedSections: failuresOf(sections),
      observations,
      counters,
    },
  }
}

/** Another way to a cluster that is audited already: nothing is judged of it, and what was open of it ends. */
function aliasOf(
  { found, takenAt, row, counters }: ClusterSnapshot,
  before: Before,
  { provider }: ClusterContext,
  context: Judging,
): TargetResult {
  const target = clusterTarget(found.cluster, context.fleet)
  const judged = { target, row, takenAt, verdicts: [], incarnation: before.incarnation, provider }
  const closed = compareWithLast(judged, before, context, true)
  return { ...closed, identity: before.identity, cluster: { ...noClusterFindings, provider, counters } }
}

/** Since the last run that read it; a cluster that none has read has nothing to be stale. */
const staleSince = (head: Head | undefined): string | undefined =>
  head?.uid && !head.neverRead ? (head.staleSince ?? head.takenAt) : undefined

function versionIn({ apiServer, cloud }: Sections): string | undefined {
  if (apiServer.status === 'collected') return apiServer.value.gitVersion
  return cloud.status === 'collected' ? cloud.value.version || undefined : undefined
}

export function clusterTarget(found: Cluster, fleet: RunContext['fleet']): ClusterTarget {
  const { cloud: _, ...cluster } = found
  const planes = planesOf(fleet, cluster).map(({ name }) => name)
  return { kind: 'cluster', key: clusterKey(cluster.locator), cluster, planes, team: teamOf(cluster, fleet) }
}
