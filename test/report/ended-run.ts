import type { ClusterReport } from '@fleet-auditor/model/cluster-report.ts'
import type { Change, ChangeKind, Finding } from '@fleet-auditor/model/finding.ts'
import type { Run } from '@fleet-auditor/model/run.ts'
import type { EndedRun } from '@fleet-auditor/report/digest.ts'
import { document, storedFinding } from './audit-document.ts'

/** A change of one finding; `from` and `rule` where they matter. */
export function change(
  kind: ChangeKind,
  edits: Partial<Finding> = {},
  more: Partial<Pick<Change, 'rule' | 'from'>> = {},
): Change {
  return { kind, rule: false, finding: { ...storedFinding, ...edits }, ...more }
}

/** A cluster that was read and known before, by its id. */
export const report = (id: string, edits: Partial<ClusterReport> = {}): ClusterReport => ({
  target: { kind: 'cluster', key: `key of ${id}` },
  key: `key of ${id}`,
  cluster: { id, locator: id, name: id, provider: 'eks', scope: 'aws:111122223333:eu-west-1', labels: {} },
  planes: ['central'],
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

export const endedRun = (reports: readonly ClusterReport[], run: Partial<Run> = {}): EndedRun => ({
  run: { ...document().run, ...run },
  reports,
})
