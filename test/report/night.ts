import type { ResultSummary, ResultTarget } from '@fleet-auditor/model/result-summary.ts'
import type { Change, ChangeKind, Finding } from '@fleet-auditor/model/finding.ts'
import type { RunReport } from '@fleet-auditor/model/run-report.ts'
import type { Run } from '@fleet-auditor/model/run.ts'
import { document, finding } from './document.ts'

/** A change of one finding; `from` and `rule` where they matter. */
export function change(
  kind: ChangeKind,
  edits: Partial<Finding> = {},
  more: Partial<Pick<Change, 'rule' | 'from'>> = {},
): Change {
  const { cluster: _, target: __, ...bare } = finding()
  return { kind, rule: false, finding: { ...bare, ...edits }, ...more }
}

/** A cluster, by its id. */
export const cluster = (id: string, team?: string): ResultTarget => ({
  kind: 'cluster',
  key: `key of ${id}`,
  cluster: { id, locator: id, name: id, provider: 'eks', scope: 'aws:111122223333:eu-west-1', labels: {} },
  planes: ['central'],
  team,
})

/** A cluster that was read and known before, by its id. */
export const report = (id: string, edits: Partial<ResultSummary> = {}): ResultSummary => ({
  target: cluster(id),
  row: { id, kind: 'cluster', outcome: 'audited' },
  takenAt: '2026-11-21T02:00:00Z',
  first: false,
  open: {},
  waived: 0,
  unknowns: [],
  changes: [],
  latency: [],
  ...edits,
})

export const night = (summaries: readonly ResultSummary[], run: Partial<Run> = {}): RunReport => ({
  run: { ...document().run, ...run },
  summaries,
})
