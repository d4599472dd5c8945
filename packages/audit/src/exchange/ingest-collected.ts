import type { CollectedCluster } from '@fleet-auditor/model/collected-file.ts'
import type { Observation, ProbeTarget } from '@fleet-auditor/model/observation.ts'
import type { LedgerRow, RunSelection } from '@fleet-auditor/model/run.ts'
import type { Scope } from '@fleet-auditor/model/scope.ts'
import type { Sections } from '@fleet-auditor/model/snapshot.ts'
import { concludeFleet, openedRun, type AuditedFleet } from '../audit-fleet.ts'
import { auditFound, recordJudged } from '../cluster/audit-cluster.ts'
import { clusterTimeOf } from '../cluster/cluster-time.ts'
import { rowOf } from '../cluster/collect-cluster.ts'
import { identify } from '../cluster/identity.ts'
import { clusterTarget, contextOf } from '../cluster/judge-cluster.ts'
import { probesOf } from '../cluster/probe-cluster.ts'
import type { FoundCluster } from '../discovery/discover-fleet.ts'
import { selectClusters } from '../discovery/select-clusters.ts'
import { mapConcurrent } from '../map-concurrent.ts'
import type { Ports } from '../ports/ports.ts'
import { readLast } from '../results/record-result.ts'
import { isAhead } from '../results/result-order.ts'
import { targetOf, type TargetResult, type Unjudged } from '../results/target-result.ts'
import type { RunContext } from '../run-context.ts'
import { decidedContext } from '../waivers/in-force.ts'
import { checkKnown, type OpenedFile } from './open-collected.ts'

type IngestPorts = Pick<Ports, 'store' | 'clock' | 'progress'>

interface IngestRequest {
  readonly payload: OpenedFile
  /** Names the file in the ledger. */
  readonly file: string
  readonly selection: RunSelection
}

/**
 * Judges and stores what a collector saw, as a run of its own that leaves the rest of the fleet alone. Throws AuditorError
 * `config` for a file that calls a known cluster by another name.
 */
export async function ingestCollected(
  { payload, file, selection }: IngestRequest,
  asked: RunContext,
  ports: IngestPorts,
): Promise<AuditedFleet> {
  const context = await decidedContext(asked, ports)
  checkKnown(payload, await ports.store.readRegistry(), { place: file })
  const scope: Scope = { provider: 'kubeconfig', file, contexts: ['*'] }
  const collected = new Map(payload.clusters.map((each) => [each.cluster.locator, each]))
  const found = payload.clusters.map(({ cluster }): FoundCluster => ({ cluster, scope }))
  const selected = selectClusters(found, selection, true)
  const opened = openedRun(context, selection, true)
  await ports.store.ledger.putFleetFile(context.run, context.fleet)
  await ports.store.openRun(opened)
  ports.progress({ kind: 'planned', clusters: selected.length })
  const results = await mapConcurrent(selected, context.limits.concurrency, async (each) => {
    const taken = collected.get(each.cluster.locator)
    return taken ? [await auditFound(each, context, ports, () => ingestOne(each, taken, context, ports))] : []
  })
  const { malformed = [] } = payload
  const row = fileRow(file, malformed)
  const scopes = [{ scope, row, complete: malformed.length === 0 }]
  const targets = { found, scopes, selected, unread: new Map(), aliases: malformed, scopeRows: [row] }
  return concludeFleet({ opened, found: targets, results: results.flat() }, context, ports)
}

function fileRow(file: string, malformed: readonly LedgerRow[]): LedgerRow {
  const row = { id: `kubeconfig:${file}`, kind: 'scope' } as const
  const [first] = malformed
  if (!first) return { ...row, outcome: 'listed' }
  const detail = `${malformed.length} of its clusters cannot be read; ${first.id}: ${first.detail ?? ''}`
  return { ...row, outcome: 'partial', cause: 'malformed', detail }
}

async function ingestOne(
  found: FoundCluster,
  collected: CollectedCluster,
  context: RunContext,
  ports: IngestPorts,
): Promise<TargetResult | Unjudged> {
  const { takenAt, counters } = collected
  const sections = { ...collected.sections, connection: unproven(collected.sections.connection) }
  const row = rowOf(found.cluster, sections)
  // `takenAt` orders snapshots by our clock where the cluster's goes wrong; the ages of its objects are by its own.
  const clusterTime = clusterTimeOf({ sections, takenAt })
  const clocksDiffer = isAhead(clusterTime, takenAt) || isAhead(takenAt, clusterTime)
  const taken = { found, sections, takenAt, clusterTime, clocksDiffer, row, counters }
  const target = targetOf(clusterTarget(found.cluster, context.fleet))
  const { snapshot, before } = await identify(taken, target, await readLast(target, ports), ports)
  const clusterContext = contextOf(snapshot, [], before, context)
  const observations = probesOf(snapshot.sections, clusterContext, context.fleet).flatMap(({ vantage, targets }) =>
    targets.map((probed) => observed(vantage.name, probed, collected)),
  )
  return recordJudged(snapshot, observations, before, { context, ports })
}

/** The API server proved its authority to the collector, not to this process. */
function unproven(connection: Sections['connection']): Sections['connection'] {
  if (connection.status === 'failed') return connection
  return { ...connection, value: { server: connection.value.server } }
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
