import { clusterChecks } from '@fleet-auditor/checks/registry.ts'
import type { RunReport } from '@fleet-auditor/model/digest.ts'
import type { Change, Finding } from '@fleet-auditor/model/finding.ts'
import type { ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'

const id = '20261121T020000Z-9c56cc51'
const takenAt = '2026-11-21T02:00:00.000Z'
const scopeOf = (number: number): string => `aws:1111222${String(number % 300).padStart(5, '0')}:eu-west-1`

/** Checks in turn, so that every one is among what changed. */
const checkOf = (number: number) => clusterChecks[number % clusterChecks.length]?.id ?? ''
const severityOf = (number: number): Severity => Severity.options[number % Severity.options.length] ?? 'info'

function findingOf(number: number, state: Finding['state']): Finding {
  return {
    fingerprint: `fingerprint-of-${number}`,
    check: checkOf(number),
    ruleVersion: 1,
    incarnation: 1,
    provider: 'eks',
    subject: { kind: 'Deployment', namespace: 'meshery', name: `meshery-${number}`, container: 'meshery' },
    severity: severityOf(number),
    state,
    ...(state === 'resolved' ? { resolution: 'fixed' as const } : {}),
    evidence: { container: 'meshery', image: `meshery/meshery:${number}`, missing: ['limits.memory', 'limits.cpu'] },
    material: '{"missing":["limits.cpu","limits.memory"]}',
    openedAt: takenAt,
    openedIn: id,
    changedAt: takenAt,
    changedIn: id,
  }
}

/** Three findings: two opened, one resolved. */
function changesOf(number: number): Change[] {
  const words = ['opened', 'opened', 'resolved'] as const
  return words.map((kind, at) => {
    const finding = findingOf(number * words.length + at, kind === 'resolved' ? 'resolved' : 'open')
    return { kind, finding, rule: false }
  })
}

function reportOf(number: number, changed: boolean, teams: number): ResultSummary {
  const name = `${number % teams}-c${number}`
  const cluster = {
    id: `eks:111122223333:eu-west-1/${name}`,
    locator: `eks/${name}`,
    name,
    provider: 'eks',
    labels: {},
  } as const
  return {
    target: {
      kind: 'cluster',
      key: `key-of-${number}`,
      cluster: { ...cluster, scope: scopeOf(number), region: 'eu-west-1' },
      planes: ['central'],
      team: `team-${number % teams}`,
    },
    row: { id: cluster.id, kind: 'cluster', outcome: 'audited' },
    takenAt,
    first: false,
    open: Object.fromEntries(Array.from({ length: 6 }, (_, at) => [checkOf(number + at), { [severityOf(at)]: 2 }])),
    waived: 0,
    unknowns: [{ check: checkOf(number), cause: 'forbidden', detail: 'services is forbidden' }],
    changes: changed ? changesOf(number) : [],
    latency: [],
  }
}

/** A run of so many clusters; one of every so many changed, in all teams. */
export function largeReport(clusters: number, changed: number, teams: number): RunReport {
  const step = Math.floor(clusters / changed)
  const isChanged = (number: number): boolean => number % step === Math.floor(number / step) % step
  const summaries = Array.from({ length: clusters }, (_, number) => reportOf(number, isChanged(number), teams))
  const open = { critical: 10, high: 20, medium: 30, low: 40, info: 50 }
  const changes = { opened: 2 * changed, worsened: 0, resolved: changed }
  const counts = { clusters, audited: clusters, unknowns: clusters, open, ...changes }
  const ledger = summaries.map(({ row }) => row)
  const run = { id, fleet: 'bench', startedAt: takenAt, endedAt: takenAt, partial: false, ruleSet: '{}' }
  return { run: { ...run, state: 'complete', counts, ledger }, summaries }
}
