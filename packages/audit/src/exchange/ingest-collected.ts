import type { CollectedCluster, CollectedPayload } from '@fleet-auditor/model/collected-file.ts'
import type { Observation, ProbeTarget } from '@fleet-auditor/model/observation.ts'
import type { RunSelection } from '@fleet-auditor/model/run.ts'
import { concludeFleet, openedRun, type AuditedFleet } from '../audit-fleet.ts'
import { rowOf, storedSnapshot } from '../cluster/collect-cluster.ts'
import { identify } from '../cluster/identity.ts'
import { clusterTarget, contextOf, judgeCluster } from '../cluster/judge-cluster.ts'
import { probesOf } from '../cluster/probe-cluster.ts'
import type { FoundCluster } from '../discovery/discover-fleet.ts'
import { selectClusters } from '../discovery/select-clusters.ts'
import { mapConcurrent } from '../map-concurrent.ts'
import type { Ports } from '../ports/ports.ts'
import { readLast, recordResult } from '../results/record-result.ts'
import { targetOf, type TargetResult } from '../results/target-result.ts'
import type { RunContext } from '../run-context.ts'

type IngestPorts = Pick<Ports, 'store' | 'clock' | 'progress'>

interface IngestRequest {
  readonly payload: CollectedPayload
  /** Names the file in the ledger. */
  readonly file: string
  readonly selection: RunSelection
}

/** Judges and stores what a collector saw, as a run of its own that leaves the rest of the fleet alone. */
export async function ingestCollected(
  { payload, file, selection }: IngestRequest,
  context: RunContext,
  ports: IngestPorts,
): Promise<AuditedFleet> {
  const scope = { provider: 'kubeconfig', file, contexts: ['*'] } as const
  const collected = new Map(payload.clusters.map((each) => [each.cluster.locator, each]))
  const found = payload.clusters.map(({ cluster }): FoundCluster => ({ cluster, scope: { ...scope, contexts: ['*'] } }))
  const selected = selectClusters(found, selection, true)
  const opened = openedRun(context, selection, true)
  await ports.store.openRun(opened)
  ports.progress({ kind: 'planned', clusters: selected.length })
  const results = await mapConcurrent(selected, context.limits.concurrency, async (each) => {
    const taken = collected.get(each.cluster.locator)
    return taken ? [await ingestOne(each, taken, context, ports)] : []
  })
  const row = { id: `kubeconfig:${file}`, kind: 'scope', outcome: 'listed' } as const
  const scopes = [{ scope: { ...scope, contexts: ['*'] }, row, complete: true }]
  const targets = { found, scopes, selected, unread: new Map(), aliases: [], scopeRows: [row] }
  return concludeFleet({ opened, found: targets, results: results.flat() }, context, ports)
}

async function ingestOne(
  found: FoundCluster,
  collected: CollectedCluster,
  context: RunContext,
  ports: IngestPorts,
): Promise<TargetResult> {
  ports.progress({ kind: 'cluster-started', cluster: found.cluster.id })
  const { sections, takenAt, counters } = collected
  const row = rowOf(found.cluster, sections)
  // `takenAt` orders snapshots by our clock where the cluster's goes wrong; the ages of its objects are by its own.
  const clusterTime = sections.connection.status === 'collected' ? sections.connection.at : takenAt
  const taken = { found, sections, takenAt, clusterTime, row, counters }
  const target = targetOf(clusterTarget(found.cluster, context.fleet))
  const { snapshot, before } = await identify(taken, target, await readLast(target, ports), ports)
  const clusterContext = contextOf(snapshot, [], before, context)
  const observations = probesOf(snapshot.sections, clusterContext, context.fleet).flatMap(({ vantage, targets }) =>
    targets.map((probed) => observed(vantage.name, probed, collected)),
  )
  const judged = judgeCluster(snapshot, observations, before, context)
  const result = await recordResult(judged, context, ports, storedSnapshot(snapshot))
  ports.progress({ kind: 'cluster-ended', row: result.row, verdicts: result.verdicts })
  return result
}

/** What the collector saw from a vantage of this name; what it did not probe is not probed here either. */
function observed(vantage: string, target: ProbeTarget, { observations, takenAt }: CollectedCluster): Observation {
  const known = observations.find((each) => each.vantage === vantage && probeName(each.target) === probeName(target))
  if (known) return known
  const result = {
    status: 'not-dialled',
    rule: 'collected',
    detail: 'the collector did not probe this target',
  } as const
  return { vantage, target, addresses: [], result, at: takenAt }
}

const probeName = ({ kind, host, port }: ProbeTarget): string => `${kind} ${host}:${port}`
