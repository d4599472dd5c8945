import type { ClusterContext } from '@fleet-auditor/checks/context.ts'
import { evaluateCluster } from '@fleet-auditor/checks/evaluate.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import type { Observation } from '@fleet-auditor/model/observation.ts'
import type { Sections } from '@fleet-auditor/model/snapshot.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'
import type { Auditing } from '../auditing.ts'
import { localVantages, planesOf, providerOf } from '../fleet/declared.ts'

/** The declared side of a cluster's judgement. */
export function contextOf(
  cluster: Cluster,
  sections: Sections,
  night: { readonly takenAt: string; readonly reachedBefore: boolean; readonly observations: readonly Observation[] },
  auditing: Pick<Auditing, 'fleet'>,
): ClusterContext {
  const { cloud: _, ...known } = cluster
  const nodes = sections.nodes.status === 'collected' ? sections.nodes.value.provider : undefined
  return {
    cluster: known,
    provider: providerOf(cluster, nodes),
    planes: planesOf(auditing.fleet, cluster),
    vantages: localVantages(auditing.fleet),
    thresholds: auditing.fleet.thresholds,
    ...night,
  }
}

export const judgeCluster = (
  sections: Sections,
  context: ClusterContext,
  auditing: Pick<Auditing, 'checks' | 'fleet'>,
): Verdict[] => evaluateCluster(auditing.checks, sections, context, { overrides: auditing.fleet.checks })
