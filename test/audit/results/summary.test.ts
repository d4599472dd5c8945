import { clusterTarget } from '@fleet-auditor/audit/cluster/judge-cluster.ts'
import { acceptedFindings } from '@fleet-auditor/audit/results/accepted-findings.ts'
import { openOf, summaryOf } from '@fleet-auditor/audit/results/summary.ts'
import type { Change, Finding } from '@fleet-auditor/model/finding.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'
import { describe, expect, it } from 'vitest'
import { findingOf } from '../../audit-world/finding-of.ts'
import { fleetOf } from '../../audit-world/fleets.ts'
import { waiverOf } from '../../audit-world/waiver-of.ts'
import { clusterNamed } from '../../audit-world/world.ts'

const scope = { provider: 'eks', account: '111122223333', region: 'eu-west-1' } as const
const startedAt = '2026-11-21T02:00:00.000Z'
const fleet = fleetOf({
  waivers: [waiverOf('missing-broker', '2026-12-31')],
})
const target = clusterTarget(clusterNamed('payments', scope), fleet)
const [role, image, waived] = [
  findingOf({ fingerprint: 'r' }),
  findingOf({ fingerprint: 'i', check: 'unpinned-image', severity: 'medium' }),
  findingOf({ fingerprint: 'w', check: 'missing-broker' }),
] as const

interface Seen {
  readonly findings?: readonly Finding[]
  readonly verdicts?: readonly Verdict[]
  readonly outcome?: LedgerRow['outcome']
  readonly first?: boolean
  readonly changes?: readonly Change[]
}

function summarised({ findings = [], verdicts = [], outcome = 'audited', first = false, changes = [] }: Seen) {
  const row = { id: 'eks:payments', kind: 'cluster', outcome } as const
  const accepted = acceptedFindings([...findings, ...changes.map(({ finding }) => finding)], target, fleet, startedAt)
  const cluster = { failedSections: {}, observations: [] }
  const result = { target, row, takenAt: startedAt, staleSince: undefined, findings, verdicts, accepted, cluster }
  return summaryOf(result, { first, changes }, undefined, { fleet, startedAt })
}

const changed = (kind: Change['kind'], finding: Finding): Change => ({ kind, finding, rule: false })

describe('the summary of a result', () => {
  it('counts open findings by check and severity, the waived apart, the resolved not at all', () => {
    const second = findingOf({ fingerprint: 'i2', check: 'unpinned-image', severity: 'medium' })
    const findings = [role, image, second, waived, findingOf({ state: 'resolved' })]
    expect(openOf(findings, acceptedFindings(findings, target, fleet, startedAt))).toEqual({
      open: { 'wildcard-role': { high: 1 }, 'unpinned-image': { medium: 2 } },
      waived: 1,
    })
  })

  it('reports changes in the order of their checks, without waived, unchanged and incomparable ones', () => {
    const { changes } = summarised({
      changes: [
        changed('worsened', role),
        changed('opened', image),
        changed('opened', waived),
        changed('unchanged', findingOf({ fingerprint: 'u' })),
        changed('incomparable', findingOf({ fingerprint: 'n' })),
      ],
    })
    expect(changes.map(({ kind, finding }) => `${kind} ${finding.check} ${finding.material}`)).toEqual([
      'opened unpinned-image ',
      'worsened wildcard-role ',
    ])
  })

  it.each<[name: string, outcome: LedgerRow['outcome'], first: boolean, isFirst: boolean, reported: number]>([
    ['of a first run is a baseline: nothing is reported', 'audited', true, true, 0],
    ['of a later run reports its changes', 'audited', false, false, 1],
    ['of a cluster that is gone is never new', 'gone', true, false, 1],
  ])('%s', (_, outcome, first, isFirst, reported) => {
    const summary = summarised({ outcome, first, changes: [changed('resolved', role)] })
    expect([summary.first, summary.changes.length]).toEqual([isFirst, reported])
  })

  it('has an unanswered question once, with how many subjects it left unanswered', () => {
    const check = { check: 'wildcard-role', ruleVersion: 1, severity: 'high' } as const
    const unknown = { ...check, verdict: 'unknown' } as const
    const verdicts: Verdict[] = [
      { ...unknown, cause: 'forbidden', detail: 'no right' },
      { ...unknown, cause: 'forbidden', detail: 'no right' },
      { ...unknown, cause: 'timeout', detail: 'no answer' },
      { ...check, verdict: 'pass', evidence: {} },
    ]
    expect(summarised({ verdicts }).unknowns).toEqual([
      { check: 'wildcard-role', cause: 'forbidden', detail: 'no right', grant: undefined, answers: 2 },
      { check: 'wildcard-role', cause: 'timeout', detail: 'no answer', grant: undefined },
    ])
  })
})
