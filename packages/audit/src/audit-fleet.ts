import type { FleetCheck, PlaneCheck } from '@fleet-auditor/checks/define.ts'
import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import type { ClusterReport } from '@fleet-auditor/model/cluster-report.ts'
import type { Digest } from '@fleet-auditor/model/digest.ts'
import type { Run } from '@fleet-auditor/model/run.ts'
import type { Scope } from '@fleet-auditor/model/scope.ts'
import { attemptCluster } from './cluster/attempt-cluster.ts'
import { documentOf, entryOf, type AuditEntry } from './results/audit-document.ts'
import { auditPlane, type PlaneAudit } from './fleet/audit-plane.ts'
import type { Auditing } from './auditing.ts'
import { concludeNight, type ConcludingPorts } from './conclusion/conclude-night.ts'
import { discoverFleet, type FoundCluster } from './discovery/discover-fleet.ts'
import { doubtsOf, type UnreadSources } from './discovery/expand-scopes.ts'
import { reportOfRow } from './results/cluster-report.ts'
import { judgedPlane } from './results/plane-report.ts'
import { reportOfNight } from './results/stored-report.ts'
import type { AuditPorts } from './ports/ports.ts'
import { createRulesOfRun } from './rules-of-run.ts'
import { selectClusters, selectsAll, type Selection } from './discovery/select-clusters.ts'
import { mapConcurrent } from './map-concurrent.ts'
import { withoutDuplicates } from './discovery/duplicates.ts'

export interface FleetAuditing extends Auditing {
  readonly scopes: readonly Scope[]
  /** Sources, and members of them, that could not be listed: their scopes are not among `scopes`. */
  readonly unread?: UnreadSources
  readonly selection: Selection
  /** The scopes are not the whole fleet, though nothing was selected among their clusters. */
  readonly partial: boolean
  readonly fleetChecks: readonly FleetCheck[]
  readonly planeChecks: readonly PlaneCheck[]
  readonly concurrency: number
  readonly scopeDeadlineMs: number
}

/** One audit: all that it saw, and what of it people hear. */
export interface AuditedFleet {
  readonly document: AuditDocument
  readonly digest: Digest
}

/** One audit of the fleet, or of the part that was asked for: discover, audit each cluster, conclude. */
export async function auditFleet(auditing: FleetAuditing, ports: AuditPorts & ConcludingPorts): Promise<AuditedFleet> {
  const opened = openedRun(auditing, ports)
  const discovered = await discoverFleet(auditing.scopes, ports, auditing)
  const unread: UnreadSources = auditing.unread ?? new Map()
  const everyScopeRead = unread.size === 0 && discovered.scopes.every((scope) => scope.complete)
  const selected = selectClusters(discovered.found, auditing.selection, everyScopeRead)
  // Only now: a mistake in what was asked for leaves no run behind.
  await ports.store.openRun(opened)
  const { unique, aliases } = withoutDuplicates(selected)
  ports.progress({ kind: 'planned', clusters: unique.length })
  const rulesOfRun = createRulesOfRun(ports.store)
  const ended = await auditAll(unique, opened, auditing, ports, rulesOfRun)
  const planes = opened.partial ? [] : await auditEveryPlane(opened, auditing, ports, rulesOfRun)
  const night = {
    ...discovered,
    opened,
    doubts: doubtsOf(unread),
    reports: [...ended, ...planes].map(({ report }) => report),
    scopeRows: [...discovered.scopes.map((scope) => scope.row), ...[...unread.values()].flat()],
    aliases,
  }
  const { run, concluded, digest } = await concludeNight(night, auditing, ports, rulesOfRun)
  const entries = ended.map(({ entry }) => entry)
  const told = concluded && { ...concluded, planes: planes.map(({ audit }) => audit) }
  return { document: documentOf(run, entries, told, auditing.fleet), digest }
}

function openedRun(auditing: FleetAuditing, ports: Pick<AuditPorts, 'clock'>): Run {
  return {
    id: auditing.run,
    fleet: auditing.fleet.fleet,
    startedAt: ports.clock.now(),
    state: 'running',
    partial: auditing.partial || !selectsAll(auditing.selection),
    ruleSet: auditing.ruleSet,
    ledger: [],
  }
}

interface EndedCluster {
  readonly entry: AuditEntry
  readonly report: ClusterReport
}

async function auditAll(
  found: readonly FoundCluster[],
  opened: Run,
  auditing: FleetAuditing,
  ports: AuditPorts,
  rulesOfRun: ReturnType<typeof createRulesOfRun>,
): Promise<EndedCluster[]> {
  const { run, fleet } = auditing
  const telling = { run, fleet, startedAt: opened.startedAt }
  const audit = async (each: FoundCluster): Promise<EndedCluster> => {
    const ended = await attemptCluster(each, auditing, ports, rulesOfRun)
    const now = ports.clock.now()
    const report =
      'compared' in ended
        ? await reportOfNight(ended, telling, ports.store, rulesOfRun)
        : reportOfRow(each, ended, now, fleet)
    return { entry: entryOf(each, ended, now), report }
  }
  return mapConcurrent(found, auditing.concurrency, audit)
}

interface EndedPlane {
  readonly audit: PlaneAudit
  readonly report: ClusterReport
}

async function auditEveryPlane(
  opened: Run,
  auditing: FleetAuditing,
  ports: AuditPorts,
  rulesOfRun: ReturnType<typeof createRulesOfRun>,
): Promise<EndedPlane[]> {
  const { run, fleet, planeChecks } = auditing
  const telling = { run, fleet, startedAt: opened.startedAt }
  const ended: EndedPlane[] = []
  for (const plane of planeChecks.length > 0 ? fleet.planes : []) {
    const audit = await auditPlane(plane, planeChecks, auditing, ports, rulesOfRun)
    ended.push({ audit, report: await judgedPlane(audit, telling, ports.store, rulesOfRun) })
  }
  return ended
}
