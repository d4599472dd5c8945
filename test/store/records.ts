import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { NewRecord } from '@fleet-auditor/audit/ports/store.ts'
import type { Change, Finding } from '@fleet-auditor/model/finding.ts'
import type { Run } from '@fleet-auditor/model/run.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import type { Snapshot } from '@fleet-auditor/model/snapshot.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'

export const cluster = (key: string): Target => ({ kind: 'cluster', key })

/** Noon of a day of February 2026. */
export const day = (number: number): string => `2026-02-${String(number).padStart(2, '0')}T12:00:00.000Z`

export const finding = (fingerprint: string, change: Partial<Finding> = {}): Finding => ({
  fingerprint,
  check: 'missing-resources',
  ruleVersion: 1,
  incarnation: 1,
  provider: 'eks',
  subject: { kind: 'Deployment', namespace: 'meshery', name: `broker-${fingerprint}` },
  severity: 'high',
  state: 'open',
  evidence: { container: 'nats', missing: ['limits.memory', 'requests.memory'] },
  material: '{"missing":["limits.memory","requests.memory"]}',
  openedAt: day(1),
  openedIn: 'run-1',
  changedAt: day(1),
  changedIn: 'run-1',
  ...change,
})

export const comparison = (kind: Change['kind'], of: Finding): Change => ({ kind, finding: of, rule: false })

export const opened = (of: Finding): Change => comparison('opened', of)

/** The finding as it ends in a record. */
export const resolved = (of: Finding, number: number): Change =>
  comparison('resolved', {
    ...of,
    state: 'resolved',
    resolution: 'fixed',
    changedAt: day(number),
    changedIn: `run-${number}`,
  })

/** The record of a day, in the run of that day; quiet where it names no changes. */
export const record = (target: Target, number: number, change: Partial<NewRecord> = {}): NewRecord => ({
  target,
  run: `run-${number}`,
  takenAt: day(number),
  incarnation: 1,
  ruleSet: 'rules',
  row: { id: `eks:111122223333:eu-west-1/${target.key}`, kind: 'cluster', outcome: 'audited' },
  verdicts: [],
  observations: [],
  findings: change.changes?.map((each) => each.finding) ?? [],
  changes: [],
  uid: `uid-${target.key}`,
  ...change,
})

const unread = failed('forbidden', 'not allowed')

export const snapshot = (locator: string, takenAt: string): Snapshot => ({
  locator,
  provider: 'eks',
  takenAt,
  sections: {
    cloud: unread,
    connection: unread,
    apiServer: unread,
    apiGroups: { status: 'collected', value: ['apps/v1', 'meshery.io/v1alpha1'], at: takenAt },
    kubeSystem: unread,
    nodes: unread,
    workloads: unread,
    pods: unread,
    brokers: unread,
    meshSyncs: unread,
    services: unread,
    routes: unread,
    leases: unread,
    limitRanges: unread,
    definitions: unread,
    crdJobs: unread,
    brokerClients: unread,
    rights: unread,
    reviews: unread,
  },
})

export const run = (number: number, change: Partial<Run> = {}): Run => ({
  id: `run-${number}`,
  fleet: 'payments',
  startedAt: day(number),
  state: 'running',
  partial: false,
  ruleSet: '{"missing-resources":1}',
  ledger: [],
  ...change,
})

/** About the verdicts of a small cluster: 30 checks, most of them pass, some unknown for one reason. */
export function usualVerdicts(): Verdict[] {
  return Array.from({ length: 30 }, (_, number): Verdict => {
    const check = `check-number-${number}`
    if (number % 5 !== 0) {
      return { check, ruleVersion: 1, verdict: 'pass', severity: 'medium', evidence: { looked: number, at: 'meshery' } }
    }
    return {
      check,
      ruleVersion: 1,
      verdict: 'unknown',
      severity: 'high',
      cause: 'forbidden',
      detail: 'deployments.apps is forbidden: User "auditor" cannot list resource "deployments" at the cluster scope',
      grant: { kind: 'kubernetes', verbs: ['list'], group: 'apps', resource: 'deployments' },
    }
  })
}

/** The last changes of a finding by kind, oldest first. */
export const transitionsOf = async (
  { pages }: Pick<FleetStore, 'pages'>,
  fingerprint: string,
): Promise<readonly string[]> => (await pages.find(fingerprint))?.transitions ?? []
