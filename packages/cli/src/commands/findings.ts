import { findCheck } from '@fleet-auditor/checks/registry.ts'
import type { RegisteredCluster, StoredFinding } from '@fleet-auditor/audit/ports/store.ts'
import { isCalled } from '@fleet-auditor/audit/queries/registry-filter.ts'
import { clusterLabels } from '@fleet-auditor/model/cluster-label.ts'
import { isAtLeast, severityRank, type Severity } from '@fleet-auditor/model/severity.ts'
import { matches } from '@fleet-auditor/model/selector.ts'
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
  const { stored, registry } = await withStore(flags.data, async (store) => ({
    stored: await store.queryFindings({
      state: flags.state === 'any' ? undefined : flags.state,
      check: flags.check || undefined,
    }),
    registry: await store.readRegistry(),
  }))
  const clusters = new Map(registry.map((registered) => [registered.key, registered]))
  const of = ({ target }: StoredFinding) => (target.kind === 'cluster' ? clusters.get(target.key) : undefined)
  const asked = stored
    .filter((finding) => !flags.cluster || isAbout(finding, of(finding), flags.cluster))
    .filter((finding) => !flags.severity || isAtLeast(finding.severity, flags.severity))
    .toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity) || (a.changedAt < b.changedAt ? 1 : -1))
  const named = asked.map((finding) => ({ ...finding, cluster: of(finding)?.cluster.id ?? finding.target.key }))
  const label = clusterLabels(registry.map(({ cluster }) => cluster))
  print(flags.format, named, (rows) => table(rows, label))
}

const isAbout = ({ target }: StoredFinding, registered: RegisteredCluster | undefined, word: string): boolean =>
  registered ? isCalled(registered, word) : matches([word], [target.key])

type NamedFinding = StoredFinding & { readonly cluster: string }

function table(rows: readonly NamedFinding[], label: (id: string) => string): string[] {
  if (rows.length === 0) return ['no findings']
  const header = ['SEVERITY', 'STATE', 'CHECK', 'CLUSTER', 'SUBJECT', 'SINCE', 'WHAT']
  return columns([
    header,
    ...rows.map((finding) => [
      finding.severity,
      finding.resolution ? `${finding.state} (${finding.resolution})` : finding.state,
      finding.check,
      safeText(label(finding.cluster)),
      safeText(subjectLabel(finding.subject)),
      finding.openedAt.slice(0, 16),
      shortened(safeText(findCheck(finding.check)?.describe(finding.subject, finding.evidence) ?? ''), 100),
    ]),
  ])
}
