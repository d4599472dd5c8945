import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { clusterLabel } from '@fleet-auditor/model/cluster-label.ts'
import type { LedgerRow, Run, RunSummary } from '@fleet-auditor/model/run.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import { columns } from '@fleet-auditor/report/columns.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import type { Format } from '../audit-flags.ts'
import { print } from '../print.ts'
import { withStore } from '../with-store.ts'

export interface RunsFlags {
  readonly data: string
  readonly format: Format
  readonly run?: string
  readonly limit: number
}

/** The stored runs, newest first; with `--run` one of them with its ledger. */
export async function runs(flags: RunsFlags): Promise<void> {
  await withStore(flags.data, async (store) => {
    if (flags.run === undefined) return print(flags.format, await store.listRuns(flags.limit), runTable)
    const run = await store.readRun(flags.run)
    if (!run) {
      const remedy = 'list them with: fleet-auditor runs'
      throw new AuditorError('usage', `no run is called ${flags.run}`, { place: '--run', remedy })
    }
    print(flags.format, [run], ([only]) => (only ? ledgerTable(only) : []))
  })
}

function runTable(rows: readonly RunSummary[]): string[] {
  if (rows.length === 0) return ['no runs yet']
  const header = ['RUN', 'STARTED', 'STATE', 'CLUSTERS', 'OPEN', 'OPENED', 'RESOLVED', 'UNKNOWN']
  return columns([
    header,
    ...rows.map(({ id, startedAt, state, partial, counts }) => [
      id,
      startedAt.slice(0, 19),
      partial ? `${state}, partial` : state,
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
