import { isCalled } from '@fleet-auditor/audit/discovery/select-clusters.ts'
import type { RegisteredCluster, StoredFinding } from '@fleet-auditor/audit/ports/store.ts'
import { describeFinding } from '@fleet-auditor/checks/describe-finding.ts'
import { findCheck } from '@fleet-auditor/checks/registry.ts'
import { clusterLabels } from '@fleet-auditor/model/cluster-label.ts'
import { matches } from '@fleet-auditor/model/selector.ts'
import { isAtLeast, Severity, severityRank } from '@fleet-auditor/model/severity.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import { columns } from '@fleet-auditor/report/columns.ts'
import { safeText, shortened } from '@fleet-auditor/report/safe-text.ts'
import { printRows } from '../printing/rows.ts'
import { openStore } from '../wiring/store.ts'
import { defineCommand } from './define-command.ts'
import { option, optionalOption } from './options/option.ts'
import { dataFolder, format } from './options/shared-options.ts'
import { checkId, oneOf, text } from './options/values.ts'

const states = ['open', 'resolved', 'any'] as const

/** The stored findings, worst first. */
export const findingsCommand = defineCommand({
  name: 'findings',
  summary: 'the stored findings, worst first',
  options: {
    data: dataFolder,
    format,
    state: option('--state <word>', states.join(', '), oneOf(states), 'open'),
    check: optionalOption('--check <id>', 'of one check', checkId),
    cluster: optionalOption(
      '--cluster <id>',
      'id, name, key or locator of a cluster; globs and ! in front allowed',
      text,
    ),
    severity: optionalOption('--severity <word>', 'at this severity or worse', oneOf(Severity.options)),
  },
  async run({ data, format: as, state, check, cluster, severity }, io) {
    await using store = await openStore(data)
    const stored = await store.queryFindings({ state: state === 'any' ? undefined : state, check })
    const registry = await store.readRegistry()
    const clusters = new Map(registry.map((registered) => [registered.key, registered]))
    const of = ({ target }: StoredFinding) => (target.kind === 'cluster' ? clusters.get(target.key) : undefined)
    const asked = stored
      .filter((finding) => cluster === undefined || isAbout(finding, of(finding), cluster))
      .filter((finding) => severity === undefined || isAtLeast(finding.severity, severity))
      .toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity) || (a.changedAt < b.changedAt ? 1 : -1))
    const named = asked.map((finding) => ({ ...finding, cluster: of(finding)?.cluster.id ?? finding.target.key }))
    const label = clusterLabels(registry.map((registered) => registered.cluster))
    printRows(io, as, named, (rows) => table(rows, label))
  },
})

const isAbout = ({ target }: StoredFinding, registered: RegisteredCluster | undefined, word: string): boolean =>
  registered ? isCalled(registered.cluster, word) : matches([word], [target.key])

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
      shortened(safeText(describeFinding(findCheck(finding.check), finding)), 100),
    ]),
  ])
}
