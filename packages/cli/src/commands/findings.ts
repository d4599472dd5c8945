import { describeFinding } from '@fleet-auditor/checks/describe-finding.ts'
import { findCheck } from '@fleet-auditor/checks/registry.ts'
import type { StoredFinding } from '@fleet-auditor/audit/ports/store.ts'
import { isAtLeast, severityRank, type Severity } from '@fleet-auditor/model/severity.ts'
import { globMatches } from '@fleet-auditor/model/selector.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import { columns } from '@fleet-auditor/report/columns.ts'
import { safeText, shortened } from '@fleet-auditor/report/safe-text.ts'
import type { Format } from '../audit-flags.ts'
import { print } from '../print.ts'
import { withStore } from '../with-store.ts'

export interface FindingsFlags {
  readonly data: string
  readonly format: Format
  readonly state: 'open' | 'resolved' | 'any'
  readonly check?: string
  readonly cluster?: string
  readonly severity?: Severity
}

/** The stored findings, worst first. */
export async function findings(flags: FindingsFlags): Promise<void> {
  const { stored, names } = await withStore(flags.data, async (store) => ({
    stored: await store.queryFindings({
      state: flags.state === 'any' ? undefined : flags.state,
      check: flags.check || undefined,
    }),
    names: new Map((await store.readRegistry()).map(({ key, cluster }) => [key, cluster.id])),
  }))
  const named = stored.map((finding) => ({ ...finding, cluster: names.get(finding.target.key) ?? finding.target.key }))
  const asked = named
    .filter((finding) => !flags.cluster || globMatches(flags.cluster, finding.cluster))
    .filter((finding) => !flags.severity || isAtLeast(finding.severity, flags.severity))
    .toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity) || (a.changedAt < b.changedAt ? 1 : -1))
  print(flags.format, asked, table)
}

type NamedFinding = StoredFinding & { readonly cluster: string }

function table(rows: readonly NamedFinding[]): string[] {
  if (rows.length === 0) return ['no findings']
  const header = ['SEVERITY', 'STATE', 'CHECK', 'CLUSTER', 'SUBJECT', 'SINCE', 'WHAT']
  return columns([
    header,
    ...rows.map((finding) => [
      finding.severity,
      finding.resolution ? `${finding.state} (${finding.resolution})` : finding.state,
      finding.check,
      safeText(finding.cluster),
      safeText(subjectLabel(finding.subject)),
      finding.openedAt.slice(0, 16),
      shortened(safeText(describeFinding(findCheck(finding.check), finding)), 100),
    ]),
  ])
}
