import { waiverOf } from '@fleet-auditor/checks/waive.ts'
import type { ClusterReport, OpenByCheck } from '@fleet-auditor/model/cluster-report.ts'
import { isReported, type Change, type Finding } from '@fleet-auditor/model/finding.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'
import type { ClusterAudit } from '../cluster/cluster-audit.ts'
import { planesOf } from '../fleet/declared.ts'
import { clusterKey } from '../hash.ts'
import { teamOf } from '../fleet/team-of.ts'
import { endedWaivers } from './ended-waivers.ts'
import { latencyTo } from './latency.ts'

/** What a run's reports are told by. `startedAt` (ISO 8601) decides which waivers hold. */
export interface Telling {
  readonly run: string
  readonly fleet: FleetFile
  readonly startedAt: string
}

type Known = ClusterReport['cluster']
type Identity = Pick<ClusterReport, 'target' | 'key' | 'cluster' | 'planes' | 'team'>

/** False: the report of a plane, or of the fleet as a whole. */
export const isClusterReport = ({ target }: Pick<ClusterReport, 'target'>): boolean => target.kind === 'cluster'

/** A cluster's report from its night just audited. */
export function reportOf(audit: ClusterAudit, telling: Telling): ClusterReport {
  const first = audit.before === undefined
  const { cluster } = audit.found
  const { findings } = audit.compared
  const changes = first ? [] : toldChanges(audit.compared.changes, cluster, telling)
  return {
    ...identityOf(cluster, telling.fleet),
    row: audit.row,
    takenAt: audit.takenAt,
    staleSince: audit.staleSince || undefined,
    first,
    ...openOf(findings, cluster, telling),
    unknowns: unknownsOf(audit.verdicts),
    changes,
    ...endedWaivers(findings, changes, cluster, audit.before?.takenAt, telling),
    latency: latencyTo(cluster, audit.observations, telling.fleet),
  }
}

/** A cluster that has no night in this run: its row says why. What is open stands as it stood, for others to fill in. */
export function reportOfRow(
  found: { readonly cluster: Known },
  row: LedgerRow,
  takenAt: string,
  fleet: FleetFile,
): ClusterReport {
  const nothing = { first: false, open: {}, waived: 0, unknowns: [], changes: [], latency: [] }
  return { ...identityOf(found.cluster, fleet), row, takenAt, ...nothing }
}

export function identityOf(cluster: Known & { readonly cloud?: unknown }, fleet: FleetFile): Identity {
  const { cloud: _, ...known } = cluster
  const team = teamOf(known, fleet)
  const planes = planesOf(fleet, known).map(({ name }) => name)
  const key = clusterKey(known.locator)
  return { target: { kind: 'cluster', key }, key, cluster: known, planes, team }
}

/** Open findings by check, those that somebody accepted apart. */
export function openOf(
  findings: readonly Finding[],
  cluster: Known | undefined,
  telling: Telling,
): Pick<ClusterReport, 'open' | 'waived'> {
  const open: OpenByCheck = {}
  let waived = 0
  for (const finding of findings) {
    if (finding.state !== 'open') continue
    if (isWaived(finding, cluster, telling)) waived++
    else {
      const bySeverity = (open[finding.check] ??= {})
      bySeverity[finding.severity] = (bySeverity[finding.severity] ?? 0) + 1
    }
  }
  return { open, waived }
}

const isWaived = (finding: Finding, cluster: Known | undefined, { fleet, startedAt }: Telling): boolean =>
  cluster !== undefined && waiverOf(finding, cluster, fleet.waivers, startedAt) !== undefined

/** One for each check and reason, however many subjects it left unanswered. */
export function unknownsOf(verdicts: readonly Verdict[]): ClusterReport['unknowns'] {
  const unknowns = new Map<string, ClusterReport['unknowns'][number]>()
  for (const { verdict, check, cause, detail, grant } of verdicts) {
    if (verdict !== 'unknown') continue
    const unknown = {
      check,
      cause: cause ?? ('tool-error' as const),
      detail,
      grant,
    }
    const key = canonical(unknown)
    const before = unknowns.get(key)
    unknowns.set(key, before ? { ...before, answers: (before.answers ?? 1) + 1 } : unknown)
  }
  return [...unknowns.values()]
}

/**
 * What changed and nobody accepted, in the order of checks and fingerprints. Without `material`, which only the store
 * compares by: ten thousand reports must fit in one function.
 */
export const toldChanges = (changes: readonly Change[], cluster: Known | undefined, telling: Telling): Change[] =>
  changes
    .filter(({ kind, finding }) => isReported(kind) && !isWaived(finding, cluster, telling))
    .map((change) => ({ ...change, finding: { ...change.finding, material: '' } }))
    .toSorted(({ finding: a }, { finding: b }) => (orderOf(a) < orderOf(b) ? -1 : 1))

const orderOf = ({ check, fingerprint }: Finding): string => `${check} ${fingerprint}`
