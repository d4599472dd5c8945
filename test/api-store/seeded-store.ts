import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmbeddedStore } from '@fleet-auditor/adapters/store/embedded/embedded.ts'
import { clusterKey } from '@fleet-auditor/audit/hash.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { NewRecord, RegisteredCluster } from '@fleet-auditor/audit/ports/store.ts'
import { ruleSet } from '@fleet-auditor/checks/registry.ts'
import type { Finding } from '@fleet-auditor/model/finding.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { LedgerRow, Run } from '@fleet-auditor/model/run.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'
import { fleetTarget, type Target } from '@fleet-auditor/model/target.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'

/** When the tests' clock stands still. */
export const now = '2026-02-28T12:00:00.000Z'
const takenAt = '2026-02-28T02:00:00.000Z'

export const runId = '20260228T020000Z-9c56cc51'

export interface Member {
  readonly name: string
  readonly provider: Provider
  readonly region: string
  readonly plane: string
  readonly team?: string
}

const members: readonly Member[] = [
  { name: 'payments', provider: 'eks', region: 'eu-west-1', plane: 'north', team: 'core' },
  { name: 'search', provider: 'gke', region: 'europe-west4', plane: 'north' },
  { name: 'edge', provider: 'aks', region: 'westeurope', plane: 'south', team: 'edge' },
]

/** The account, project or subscription of all clusters of a cloud. */
const placeOf = {
  eks: ({ region }: Member): string => `111122223333:${region}`,
  gke: ({ region }: Member): string => `shop:${region}`,
  aks: (): string => 'sub-1:rg-1',
  kubeconfig: (): string => 'none',
}
const idOf = (member: Member): string => `${member.provider}:${placeOf[member.provider](member)}/${member.name}`
const locatorOf = ({ provider, region, name }: Member): string => `${provider}/${region}/${name}`
export const keyOf = (name: string): string =>
  clusterKey(
    locatorOf(members.find((member) => member.name === name) ?? { name, provider: 'eks', region: '-', plane: '-' }),
  )

/** Severity of what each cluster has open: two checks each. */
const opened: readonly (readonly [check: string, severity: Severity])[] = [
  ['missing-resources', 'high'],
  ['unpinned-image', 'medium'],
]

export const fingerprintOf = (cluster: string, check: string): string => clusterKey(`${cluster} ${check}`)

/** In the form that each check declares, with what no terminal may see. */
const evidenceOf: Readonly<Record<string, Finding['evidence']>> = {
  'missing-resources': { missing: ['limits.memory'], component: 'server', filledBy: 'LimitRange \u001b[31mred' },
  'unpinned-image': {
    image: 'meshery/meshery:latest',
    because: 'the tag latest moves',
    expected: 'a release',
    component: 'server',
  },
}

export const findingOf = (member: Member, check: string, severity: Severity): Finding => ({
  fingerprint: fingerprintOf(member.name, check),
  check,
  ruleVersion: ruleSet[check] ?? 1,
  incarnation: 1,
  provider: member.provider,
  subject: { kind: 'Deployment', namespace: 'meshery', name: 'meshery', container: 'meshery' },
  severity,
  state: 'open',
  evidence: evidenceOf[check] ?? {},
  material: check,
  openedAt: takenAt,
  openedIn: runId,
  changedAt: takenAt,
  changedIn: runId,
})

export const verdictOf = ({ check, severity, subject, evidence, material }: Finding): Verdict => ({
  check,
  ruleVersion: ruleSet[check] ?? 1,
  verdict: 'fail',
  severity,
  subject,
  evidence,
  material,
})

const rowOf = (member: Member): LedgerRow => ({
  id: idOf(member),
  kind: 'cluster',
  outcome: 'audited',
})

export function recordOf(
  target: Target,
  row: LedgerRow,
  findings: readonly Finding[],
  verdicts: readonly Verdict[],
): NewRecord {
  const changes = findings.map((finding) => ({ kind: 'opened' as const, finding, rule: false }))
  const first = { target, run: runId, takenAt, incarnation: 1, ruleSet: 'rules', row, observations: [] }
  return { ...first, verdicts, findings, changes, uid: `uid-${target.key}` }
}

export const registered = (member: Member): RegisteredCluster => ({
  key: clusterKey(locatorOf(member)),
  cluster: {
    id: rowOf(member).id,
    locator: locatorOf(member),
    name: member.name,
    provider: member.provider,
    scope: `scope-of-${member.provider}`,
    region: member.region,
    labels: { team: member.team ?? 'none' },
  },
  planes: [member.plane],
  presence: 'found',
  open: opened.length,
  openByCheck: Object.fromEntries(opened.map(([check, severity]) => [check, { [severity]: 1 }])),
  ...(member.team === undefined ? {} : { team: member.team }),
  firstSeen: takenAt,
})

export const run: Run = {
  id: runId,
  fleet: 'fleet',
  startedAt: takenAt,
  endedAt: '2026-02-28T02:05:00.000Z',
  state: 'incomplete',
  partial: false,
  ruleSet: '{"missing-resources":1}',
  counts: {
    clusters: 3,
    audited: 3,
    unknowns: 1,
    open: { critical: 0, high: 3, medium: 3, low: 0, info: 0 },
    opened: 6,
    worsened: 0,
    resolved: 0,
  },
  ledger: [
    ...members.map(rowOf),
    { id: 'aws:1:eu-west-1', kind: 'scope', outcome: 'listed' },
    { id: 'gcp:lost', kind: 'scope', outcome: 'failed', cause: 'forbidden', detail: 'not allowed' },
  ],
}

/** What one run recorded of three clusters. */
export async function seed(store: FleetStore): Promise<void> {
  await store.openRun({ ...run, state: 'running', ledger: [] })
  for (const member of members) {
    const target: Target = { kind: 'cluster', key: clusterKey(locatorOf(member)) }
    const findings = opened.map(([check, severity]) => findingOf(member, check, severity))
    const unknown: Verdict = {
      check: 'public-broker',
      ruleVersion: 1,
      verdict: 'unknown',
      severity: 'critical',
      cause: 'forbidden',
      detail: 'services is forbidden',
    }
    await store.recordAudit(recordOf(target, rowOf(member), findings, [...findings.map(verdictOf), unknown]))
  }
  const lost = findingOf({ name: 'fleet', provider: 'eks', region: '-', plane: '-' }, 'unmanaged-cluster', 'medium')
  const ofFleet: Finding = {
    ...lost,
    subject: { kind: 'Cluster', name: 'eks:111122223333:eu-west-1/payments' },
    evidence: {},
  }
  await store.recordAudit(
    recordOf(fleetTarget, { id: 'fleet', kind: 'cluster', outcome: 'audited' }, [ofFleet], [verdictOf(ofFleet)]),
  )
  await store.register(members.map(registered), [])
  const latency = { run: runId, clusters: 1, medianMs: 20, worstMs: 31.5 }
  await store.latency.put([
    { from: 'eu-central-1', to: 'eu-west-1', day: '2026-02-27', ...latency },
    { from: 'eu-central-1', to: 'eu-west-1', day: '2026-02-28', ...latency, medianMs: 25 },
    { from: 'eu-central-1', to: 'westeurope', day: '2026-02-28', ...latency },
  ])
  await store.closeRun(run)
}

export interface SeededStore {
  readonly store: FleetStore
  [Symbol.asyncDispose](): Promise<void>
}

/** What one run recorded of three clusters. */
export async function seededStore(): Promise<SeededStore> {
  const folder = await mkdtemp(join(tmpdir(), 'api-store-'))
  const store = await openEmbeddedStore({ folder, now: () => now })
  await seed(store)
  return {
    store,
    async [Symbol.asyncDispose]() {
      await store.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
