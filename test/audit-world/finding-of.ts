import type { Finding } from '@fleet-auditor/model/finding.ts'

/** An open finding of a cluster’s first incarnation. */
export const findingOf = (edits: Partial<Finding> = {}): Finding => ({
  fingerprint: 'f1',
  check: 'wildcard-role',
  ruleVersion: 1,
  incarnation: 1,
  subject: { kind: 'ServiceAccount', namespace: 'meshery', name: 'meshery-server' },
  severity: 'high',
  state: 'open',
  evidence: { holds: ['every verb on every resource'] },
  material: 'm',
  openedAt: '2026-11-20T02:00:00.000Z',
  openedIn: 'run-1',
  changedAt: '2026-11-20T02:00:00.000Z',
  changedIn: 'run-1',
  ...edits,
})
