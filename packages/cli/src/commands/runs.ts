import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { clusterLabel } from '@fleet-auditor/model/cluster-label.ts'
import type { LedgerRow, Run, RunSummary } from '@fleet-auditor/model/run.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import { columns } from '@fleet-auditor/report/columns.ts'
import { listed } from '@fleet-auditor/report/counted.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import { printRows } from '../printing/rows.ts'
import { openStore } from '../wiring/store.ts'
import { defineCommand } from './define-command.ts'
import { option, optionalOption } from './options/option.ts'
import { dataFolder, format } from './options/shared-options.ts'
import { count, text } from './options/values.ts'

/** The stored runs, newest first; with `--run` one of them, with the outcome of every scope and cluster. */
export const runsCommand = defineCommand({
  name: 'runs',
  summary: 'the stored runs, newest first',
  options: {
    data: dataFolder,
    format,
    run: optionalOption('--run <id>', 'one of them, with the outcome of every scope and cluster', text),
    limit: option('--limit <n>', 'how many', count(1), '20'),
  },
  async run({ data, format: as, run: id, limit }, io) {
    await using store = await openStore(data)
    if (id === undefined) return printRows(io, as, await store.listRuns(limit), runTable)
    const run = await store.readRun(id)
    if (!run) throw unknownRun(id)
    printRows(io, as, [run], ([only]) => (only ? ledgerTable(only) : []))
  },
})

export const unknownRun = (id: string): AuditorError =>
  new AuditorError('usage', `no run is called ${id}`, {
    place: '--run',
    remedy: 'list them with: fleet-auditor runs',
  })

function runTable(rows: readonly RunSummary[]): string[] {
  if (rows.length === 0) return ['no runs yet']
  const header = ['RUN', 'STARTED', 'STATE', 'CLUSTERS', 'OPEN', 'OPENED', 'RESOLVED', 'UNKNOWN']
  return columns([
    header,
    ...rows.map(({ id, startedAt, state, partial, checks, counts }) => [
      id,
      startedAt.slice(0, 19),
      [state, ...(partial ? ['partial'] : []), ...(checks ? [`only ${listed(checks, 2)}`] : [])].join(', '),
      counts ? `${counts.audited}/${counts.clusters}` : '-',
      counts ? Severity.options.map((severity) => counts.open[severity]).join('/') : '-',
      String(counts?.opened ?? '-'),
      String(counts?.resolved ?? '-'),
      String(counts?.unknowns ?? '-'),
    ]),
  ])
}

const nameOf = (row: LedgerRow): string => (row.kind === 'cluster' ? clusterLabel(row) : row.id)

const ledgerTable = (run: Run): string[] => [
  ...runTable([run]),
  '',
  ...columns([
    ['WHAT', 'OUTCOME', 'CAUSE', 'DETAIL'],
    ...run.ledger.map((row) => [safeText(nameOf(row)), row.outcome, row.cause ?? '', safeText(row.detail ?? '')]),
  ]),
]
