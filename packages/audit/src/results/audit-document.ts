import type { AuditDocument, AuditedCluster } from '@fleet-auditor/model/audit-document.ts'
import { waiverOf } from '@fleet-auditor/checks/waive.ts'
import type { Change, Finding } from '@fleet-auditor/model/finding.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { fleetTarget, type Target } from '@fleet-auditor/model/target.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { LedgerRow, Run } from '@fleet-auditor/model/run.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'
import { presentFinding, presentTarget, type LastRecord } from '@fleet-auditor/report/present-finding.ts'
import type { PlaneAudit } from '../fleet/audit-plane.ts'
import type { ClusterAudit } from '../cluster/cluster-audit.ts'
import type { Concluded } from '../conclusion/conclude-night.ts'
import type { FoundCluster } from '../discovery/discover-fleet.ts'
import { failuresOf } from '../cluster/failed-sections.ts'
import { teamOf } from '../fleet/team-of.ts'
import { clusterKey } from '../hash.ts'

/** What a run keeps of one cluster once its night is stored; the sections are dropped. */
export interface AuditEntry {
  readonly found: FoundCluster
  readonly row: LedgerRow
  readonly planes: readonly string[]
  readonly cluster: AuditedCluster
  readonly verdicts: readonly Verdict[]
  readonly findings: readonly Finding[]
  readonly changes: readonly Change[]
  /** Open findings; absent when the cluster was not begun. */
  readonly open?: number
}

export function entryOf(found: FoundCluster, ended: ClusterAudit | LedgerRow, now: string): AuditEntry {
  const { cluster } = found
  const base = {
    id: cluster.id,
    key: clusterKey(cluster.locator),
    locator: cluster.locator,
    provider: cluster.provider,
    region: cluster.region || undefined,
    scope: cluster.scope,
  }
  if (!('compared' in ended)) {
    const audited: AuditedCluster = {
      ...base,
      planes: [],
      row: ended,
      takenAt: now,
      failedSections: {},
      observations: [],
    }
    return { found, row: ended, planes: [], cluster: audited, verdicts: [], findings: [], changes: [] }
  }
  const planes = ended.context.planes.map((plane) => plane.name)
  const audited: AuditedCluster = {
    ...base,
    provider: ended.context.provider,
    planes,
    row: ended.row,
    takenAt: ended.takenAt,
    staleSince: ended.staleSince || undefined,
    ...versionOf(ended),
    failedSections: failuresOf(ended.sections),
    observations: [...ended.observations],
    counters: ended.counters,
  }
  const { findings, changes } = ended.compared
  return { found, row: ended.row, planes, cluster: audited, verdicts: ended.verdicts, findings, changes }
}

function versionOf({ sections }: ClusterAudit): { version?: string } {
  if (sections.apiServer.status === 'collected') return { version: sections.apiServer.value.gitVersion }
  if (sections.cloud.status === 'collected' && sections.cloud.value.version)
    return { version: sections.cloud.value.version }
  return {}
}

/** The run's one document: what `--format json` prints and every other format is made from. */
export function documentOf(
  run: Run,
  entries: readonly AuditEntry[],
  concluded: (Concluded & { readonly planes: readonly PlaneAudit[] }) | undefined,
  fleet: FleetFile,
): AuditDocument {
  const verdicts: AuditDocument['verdicts'] = []
  const findings: AuditDocument['findings'] = []
  const changes: AuditDocument['changes'] = []
  const add = (result: TargetResult): void => {
    const { target, cluster, team, name, lastRecord } = result
    const about = presentTarget(target, cluster, fleet.fleet)
    for (const verdict of result.verdicts) verdicts.push({ ...verdict, cluster: name(verdict.subject) })
    for (const finding of result.findings) {
      const waiver = cluster && waiverOf(finding, cluster, fleet.waivers, run.startedAt)
      findings.push(presentFinding(finding, { target: about, team, lastRecord, waiver }))
    }
    for (const change of result.changes) changes.push({ ...change, cluster: name(change.finding.subject) })
  }
  for (const entry of entries) add(clusterResult(entry, fleet))
  if (concluded) {
    const { verdicts: judged, takenAt, compared } = concluded.fleet
    const lastRecord = { takenAt, verdicts: judged }
    add({ target: fleetTarget, verdicts: judged, ...compared, name: namedCluster, lastRecord })
    for (const audit of concluded.planes) add(planeResult(audit))
    for (const { facts, compared: ended } of concluded.gone) {
      const { key, cluster } = facts
      add({ target: { kind: 'cluster', key }, cluster, verdicts: [], ...ended, name: () => cluster.id })
    }
  }
  const clusters = entries.map((entry) => entry.cluster)
  return { schema: 'urn:fleet-auditor:audit:v1', run, clusters, verdicts, findings, changes }
}

/** What was judged of one target. `name`: where people look for a verdict about this subject. */
interface TargetResult {
  readonly target: Target
  readonly cluster?: Omit<Cluster, 'cloud'>
  readonly team?: string
  readonly verdicts: readonly Verdict[]
  readonly findings: readonly Finding[]
  readonly changes: readonly Change[]
  readonly lastRecord?: LastRecord
  readonly name: (subject: Subject | undefined) => string
}

function clusterResult(entry: AuditEntry, fleet: FleetFile): TargetResult {
  const { found, cluster: audited, verdicts, findings, changes } = entry
  return {
    target: { kind: 'cluster', key: audited.key },
    cluster: found.cluster,
    team: teamOf(found.cluster, fleet),
    verdicts,
    findings,
    changes,
    lastRecord: { takenAt: audited.takenAt, verdicts, staleSince: audited.staleSince },
    name: () => audited.id,
  }
}

function planeResult({ plane, row, takenAt, verdicts, compared }: PlaneAudit): TargetResult {
  const target: Target = { kind: 'plane', key: plane.name }
  return { target, team: plane.team, verdicts, ...compared, lastRecord: { takenAt, verdicts }, name: () => row.id }
}

/** A fleet check is about one cluster or about all: people look for it under the cluster’s name. */
const namedCluster = (subject: Subject | undefined): string => (subject?.kind === 'Cluster' ? subject.name : 'fleet')
