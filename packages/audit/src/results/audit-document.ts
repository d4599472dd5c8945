import type { AuditDocument, AuditedCluster } from '@fleet-auditor/model/audit-document.ts'
import { waiverOf } from '@fleet-auditor/checks/waive.ts'
import type { Change, Finding } from '@fleet-auditor/model/finding.ts'
import type { Waiver } from '@fleet-auditor/model/fleet-file.ts'
import { fleetTarget, type Target } from '@fleet-auditor/model/target.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { LedgerRow, Run } from '@fleet-auditor/model/run.ts'
import { subjectOf, type Verdict } from '@fleet-auditor/model/verdict.ts'
import type { PlaneAudit } from '../fleet/audit-plane.ts'
import type { ClusterAudit } from '../cluster/cluster-audit.ts'
import type { Concluded } from '../conclusion/conclude-night.ts'
import type { FoundCluster } from '../discovery/discover-fleet.ts'
import { failuresOf } from '../cluster/failed-sections.ts'
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

/** The run's one document: what `--format json` prints and every other format is told from. */
export function documentOf(
  run: Run,
  entries: readonly AuditEntry[],
  concluded: (Concluded & { readonly planes: readonly PlaneAudit[] }) | undefined,
  waivers: readonly Waiver[] = [],
): AuditDocument {
  const verdicts: AuditDocument['verdicts'] = []
  const findings: AuditDocument['findings'] = []
  const changes: AuditDocument['changes'] = []
  const tell = (told: Told, target: Target, of: (subject: Subject | undefined) => string): void => {
    for (const verdict of told.verdicts) verdicts.push({ ...verdict, cluster: of(subjectOf(verdict)) })
    for (const finding of told.findings)
      findings.push({
        ...finding,
        cluster: of(finding.subject),
        target,
        ...waivedBy(finding, told.found, waivers, run),
      })
    for (const change of told.changes) {
      changes.push({ ...change, cluster: of(change.finding.subject) })
    }
  }
  for (const entry of entries) tell(entry, { kind: 'cluster', key: entry.cluster.key }, () => entry.cluster.id)
  if (concluded) {
    tell({ verdicts: concluded.fleet.verdicts, ...concluded.fleet.compared }, fleetTarget, namedCluster)
    for (const { plane, row, verdicts: judged, compared } of concluded.planes) {
      tell({ verdicts: judged, ...compared }, { kind: 'plane', key: plane.name }, () => row.id)
    }
    for (const { facts, compared } of concluded.gone) {
      tell({ verdicts: [], ...compared }, { kind: 'cluster', key: facts.key }, () => facts.cluster.id)
    }
  }
  const clusters = entries.map((entry) => entry.cluster)
  return { schema: 'urn:fleet-auditor:audit:v1', run, clusters, verdicts, findings, changes }
}

/** A fleet check speaks of one cluster or of all: people look for it under the cluster’s name. */
const namedCluster = (subject: Subject | undefined): string => (subject?.kind === 'Cluster' ? subject.name : 'fleet')

type Told = Pick<AuditEntry, 'verdicts' | 'findings' | 'changes'> & Partial<Pick<AuditEntry, 'found'>>

function waivedBy(
  finding: Finding,
  found: FoundCluster | undefined,
  waivers: readonly Waiver[],
  run: Run,
): { waived?: { owner: string; reason: string; expires: string } } {
  const waiver = found && waiverOf(finding, found.cluster, waivers, run.startedAt)
  if (!waiver) return {}
  const { owner, reason, expires } = waiver
  return { waived: { owner, reason, expires } }
}
