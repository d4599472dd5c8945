import type { RunReport } from '@fleet-auditor/model/digest.ts'
import type { Change, ChangeKind, Finding } from '@fleet-auditor/model/finding.ts'
import type { ClusterTarget, ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import type { Run } from '@fleet-auditor/model/run.ts'
import { document, storedFinding } from './audit-document.ts'

/** A change of one finding; `from` and `rule` where they matter. */
export function change(
  kind: ChangeKind,
  edits: Partial<Finding> = {},
  more: Partial<Pick<Change, 'rule' | 'from'>> = {},
): Change {
  return { kind, rule: false, finding: { ...storedFinding, ...edits }, ...more }
}

/** A cluster as a target, by its id. */
export const cluster = (id: string, team?: string): ClusterTarget => ({
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

export const endedRun = (summaries: readonly ResultSummary[], run: Partial<Run> = {}): RunReport => ({
  run: { ...document().run, ...run },
  summaries,
})
