import { unpinnedImage } from '@fleet-auditor/checks/catalog/unpinned-image.ts'
import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import type { Finding } from '@fleet-auditor/model/finding.ts'
import type { PresentedFinding } from '@fleet-auditor/model/presented-finding.ts'
import { presentFinding } from '@fleet-auditor/report/present-finding.ts'

/** A stored finding. */
export const storedFinding: Finding = {
  fingerprint: 'fp-1',
  check: 'unpinned-image',
  ruleVersion: unpinnedImage.ruleVersion,
  incarnation: 1,
  provider: 'eks',
  subject: { kind: 'Deployment', namespace: 'meshery', name: 'meshery', container: 'meshery' },
  severity: 'medium',
  state: 'open',
  evidence: {
    image: 'meshery/meshery:stable-latest',
    because: 'the tag stable-latest moves',
    expected: 'a version',
    component: 'server',
  },
  material: '{}',
  openedAt: '2026-11-21T02:00:00Z',
  openedIn: 'run-1',
  changedAt: '2026-11-21T02:00:00Z',
  changedIn: 'run-1',
}

/** A finding as the document has it. */
export function finding(edits: Partial<PresentedFinding> = {}): PresentedFinding {
  const place = {
    id: 'eks:111122223333:eu-west-1/payments',
    name: 'payments',
    provider: 'eks',
    place: 'eu-west-1',
  } as const
  const target = { kind: 'cluster', key: 'k1', ...place } as const
  const edited = { ...storedFinding, ...edits }
  return {
    ...presentFinding(edited, {
      target,
      cluster: undefined,
      team: undefined,
      lastRecord: undefined,
      waiver: undefined,
    }),
    ...edits,
  }
}

export const change = (
  kind: AuditDocument['changes'][number]['kind'],
  cluster: string,
  edits: Partial<Finding> = {},
): AuditDocument['changes'][number] => {
  return { kind, cluster, rule: false, finding: { ...storedFinding, ...edits } }
}

export const document = (edits: Partial<AuditDocument> = {}): AuditDocument => ({
  schema: 'urn:fleet-auditor:audit:v1',
  run: {
    id: 'run-1',
    fleet: 'fleet',
    startedAt: '2026-11-21T02:00:00Z',
    endedAt: '2026-11-21T02:00:05Z',
    state: 'complete',
    partial: false,
    ruleSet: '{}',
    ledger: [],
    counts: {
      clusters: 1,
      audited: 1,
      unknowns: 0,
      open: { critical: 0, high: 0, medium: 1, low: 0, info: 0 },
      opened: 1,
      worsened: 0,
      resolved: 0,
    },
  },
  clusters: [
    {
      id: 'eks:111122223333:eu-west-1/payments',
      key: 'k1',
      locator: 'arn:aws:eks:eu-west-1:111122223333:cluster/payments',
      provider: 'eks',
      scope: 'aws:111122223333:eu-west-1',
      planes: ['central'],
      row: { id: 'eks:111122223333:eu-west-1/payments', kind: 'cluster', outcome: 'audited' },
      takenAt: '2026-11-21T02:00:00Z',
      version: 'v1.34.1',
      failedSections: {},
      observations: [],
    },
  ],
  verdicts: [],
  findings: [finding()],
  changes: [],
  ...edits,
})
