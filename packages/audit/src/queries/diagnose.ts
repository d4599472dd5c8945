import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import type { Failed } from '@fleet-auditor/model/section.ts'
import type { SectionName } from '@fleet-auditor/model/snapshot.ts'
import { collectCluster } from '../cluster/collect-cluster.ts'
import { failuresOf } from '../cluster/failed-sections.ts'
import type { FoundCluster, ScopeOutcome } from '../discovery/discover-fleet.ts'
import { findClusters, type Asked } from '../discovery/find-clusters.ts'
import { mapConcurrent } from '../map-concurrent.ts'
import type { Ports } from '../ports/ports.ts'
import type { RunContext } from '../run-context.ts'

/** One thing that is missing, and everything that would be settled by it. */
export interface MissingGrant {
  readonly failure: Failed
  readonly clusters: readonly string[]
  readonly sections: readonly SectionName[]
  /** Scopes that could not be listed for want of it. */
  readonly scopes: readonly string[]
}

export interface Diagnosis {
  /** Of every scope, and of sources that could not be listed. */
  readonly scopes: readonly LedgerRow[]
  readonly clusters: number
  readonly healthy: number
  readonly missingGrants: readonly MissingGrant[]
}

type DiagnoseContext = Pick<RunContext, 'fleet' | 'limits' | 'signal'>
type DiagnosePorts = Omit<Ports, 'store' | 'prober' | 'scopeListers'>

/** Reads every source and lists what each still needs, grouped by the missing grant. Stores and judges nothing. */
export async function diagnose(asked: Asked, context: DiagnoseContext, ports: DiagnosePorts): Promise<Diagnosis> {
  const { selected, scopes, scopeRows } = await findClusters(asked, context, ports)
  const failures = await mapConcurrent(selected, context.limits.concurrency, (each) => failuresIn(each, context, ports))
  const missingGrants = [...groupedScopes(scopes), ...grouped(selected, failures)]
  const healthy = failures.filter((each) => Object.keys(each).length === 0).length
  return { scopes: scopeRows, clusters: selected.length, healthy, missingGrants }
}

async function failuresIn(found: FoundCluster, context: DiagnoseContext, ports: DiagnosePorts) {
  const { sections } = await collectCluster(found, context, ports)
  const failures = failuresOf(sections)
  if (found.cluster.provider === 'kubeconfig' || found.cluster.cloud === undefined) delete failures.cloud
  return failures
}

/** Of one provider the same grant or cause is one group: who is not signed in to a cloud reads none of its scopes. */
function groupedScopes(outcomes: readonly ScopeOutcome[]): MissingGrant[] {
  const unlisted = outcomes.flatMap(({ scope, row, failure }) => (failure ? [{ scope, row, failure }] : []))
  const groups = Map.groupBy(unlisted, ({ scope, failure: { cause, grant } }) =>
    canonical([scope.provider, grant ?? cause]),
  )
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    const ids = group.map(({ row }) => row.id)
    return first ? [{ failure: first.failure, scopes: ids, clusters: [], sections: [] }] : []
  })
}

/** Same grant, same group; without a grant, the same cause of the same cluster. */
function grouped(
  found: readonly FoundCluster[],
  failures: readonly Partial<Record<SectionName, Failed>>[],
): MissingGrant[] {
  const groups = new Map<string, { failure: Failed; clusters: Set<string>; sections: Set<SectionName> }>()
  for (const [index, each] of failures.entries()) {
    const cluster = found[index]?.cluster.id ?? ''
    for (const [name, failure] of Object.entries(each)) {
      const key = failure.grant ? canonical(failure.grant) : canonical([cluster, failure.cause])
      const group = groups.get(key) ?? { failure, clusters: new Set(), sections: new Set() }
      group.clusters.add(cluster)
      group.sections.add(name as SectionName) // Object.entries forgets its keys' type
      groups.set(key, group)
    }
  }
  return [...groups.values()]
    .map(({ failure, clusters, sections }) => ({
      failure,
      clusters: [...clusters],
      sections: [...sections],
      scopes: [],
    }))
    .toSorted((a, b) => b.clusters.length - a.clusters.length)
}
