import { describeFinding } from '@fleet-auditor/checks/describe-finding.ts'
import type { StoredFinding } from '@fleet-auditor/audit/ports/store.ts'
import { findCheck } from '@fleet-auditor/checks/registry.ts'
import { globMatches } from '@fleet-auditor/model/selector.ts'
import { isAtLeast, Severity, severityRank } from '@fleet-auditor/model/severity.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import { columns } from '@fleet-auditor/report/columns.ts'
import { safeText, shortened } from '@fleet-auditor/report/safe-text.ts'
import { printRows } from '../printing/rows.ts'
import { openStore } from '../wiring/store.ts'
import { defineCommand } from './define-command.ts'
import { option, optionalOption } from './options/option.ts'
import { format } from './options/report-options.ts'
import { dataFolder } from './options/store-options.ts'
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
    cluster: optionalOption('--cluster <id>', 'of one cluster, globs allowed', text),
    severity: optionalOption('--severity <word>', 'at this severity or worse', oneOf(Severity.options)),
  },
  async run({ data, format: as, state, check, cluster, severity }, io) {
    await using store = await openStore(data)
    const stored = await store.queryFindings({ state: state === 'any' ? undefined : state, check })
    const names = new Map((await store.readRegistry()).map((registered) => [registered.key, registered.cluster.id]))
    const named = stored.map((finding) => ({
      ...finding,
      cluster: names.get(finding.target.key) ?? finding.target.key,
    }))
    const asked = named
      .filter((finding) => cluster === undefined || globMatches(cluster, finding.cluster))
      .filter((finding) => severity === undefined || isAtLeast(finding.severity, severity))
      .toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity) || (a.changedAt < b.changedAt ? 1 : -1))
    printRows(io, as, asked, table)
  },
})

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
