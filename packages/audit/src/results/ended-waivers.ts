import { waiverOf } from '@fleet-auditor/checks/waive.ts'
import type { ClusterReport } from '@fleet-auditor/model/cluster-report.ts'
import type { Change, Finding } from '@fleet-auditor/model/finding.ts'
import type { Telling } from './cluster-report.ts'

/**
 * Open findings that a waiver accepted on the night before (taken at `since`, ISO 8601) and none does in this run. What
 * changed by itself is told already. A waiver that was taken out of the fleet file has not ended: somebody took it out.
 */
export function endedWaivers(
  findings: readonly Finding[],
  changes: readonly Change[],
  cluster: ClusterReport['cluster'],
  since: string | undefined,
  { fleet: { waivers }, startedAt }: Telling,
): Pick<ClusterReport, 'waiversEnded'> {
  if (since === undefined || since.slice(0, 10) >= startedAt.slice(0, 10)) return {}
  const told = new Set(changes.map(({ finding }) => finding.fingerprint))
  const ended = findings.filter(
    (finding) =>
      finding.state === 'open' &&
      !told.has(finding.fingerprint) &&
      waiverOf(finding, cluster, waivers, since) !== undefined &&
      waiverOf(finding, cluster, waivers, startedAt) === undefined,
  )
  const lean = ended.map((finding) => ({ ...finding, material: '' }))
  return ended.length === 0 ? {} : { waiversEnded: lean.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1)) }
}
