import type { Incarnation } from '@fleet-auditor/audit/cluster/identity-evidence.ts'
import { clusterTarget } from '@fleet-auditor/audit/cluster/judge-cluster.ts'
import { compareWithLast, type LastResult } from '@fleet-auditor/audit/results/compare-with-last.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'
import { describe, expect, it } from 'vitest'
import { findingOf } from '../../audit-world/finding-of.ts'
import { fleetOf } from '../../audit-world/fleets.ts'
import { waiverOf } from '../../audit-world/waiver-of.ts'
import { clusterNamed } from '../../audit-world/world.ts'

const scope = { provider: 'eks', account: '111122223333', region: 'eu-west-1' } as const
const fleet = fleetOf({
  waivers: [waiverOf('wildcard-role', '2026-12-31')],
})
const target = clusterTarget(clusterNamed('payments', scope), fleet)
const takenAt = '2026-11-21T02:00:00.000Z'
const row = { id: 'eks:payments', kind: 'cluster', outcome: 'audited' } as const
const { check, ruleVersion, severity, subject, evidence, material } = findingOf()
const failing: Verdict = { verdict: 'fail', check, ruleVersion, severity, subject, evidence, material }
const context = { run: 'run-2', fleet, startedAt: takenAt }
const nothing: LastResult = { head: undefined, findings: [], rules: undefined }

const compared = (verdicts: Verdict[], last: LastResult, incarnation: Incarnation, closed = false) =>
  compareWithLast({ target, row, takenAt, verdicts, incarnation }, last, context, closed)
const same = { kind: 'same', number: 1 } as const
/** The finding as a run before stored it. */
const [stored = findingOf()] = compared([failing], nothing, { kind: 'first', number: 1 }).findings

describe('a result against the last one', () => {
  it.each<[name: string, verdicts: Verdict[], last: LastResult['findings'], incarnation: Incarnation, kinds: string[]]>(
    [
      ['opens what fails for the first time', [failing], [], same, ['opened']],
      ['leaves what still fails unchanged', [failing], [stored], same, ['unchanged']],
      ['freezes what was not answered', [], [stored], same, ['incomparable']],
      [
        'resolves what passes',
        [{ verdict: 'pass', check, ruleVersion, severity, subject, evidence: {} }],
        [stored],
        same,
        ['resolved'],
      ],
      [
        'closes the findings of the life before, and opens those of the new one',
        [failing],
        [stored],
        { kind: 'rebuilt', number: 2 },
        ['resolved', 'opened'],
      ],
    ],
  )('%s', (_, verdicts, findings, incarnation, kinds) => {
    expect(compared(verdicts, { ...nothing, findings }, incarnation).changes.map(({ kind }) => kind)).toEqual(kinds)
  })

  it.each([
    ['reopens what was resolved 89 days ago', 89, ['reopened']],
    ['opens what was resolved 90 days ago, for it is forgotten', 90, ['opened']],
  ])('%s', (_, days, kinds) => {
    const changedAt = new Date(Date.parse(takenAt) - days * 86_400_000).toISOString()
    const resolved = { ...stored, state: 'resolved', resolution: 'fixed', changedAt } as const
    const { changes, findings } = compared([failing], { ...nothing, findings: [resolved] }, same)
    expect(changes.map(({ kind }) => kind)).toEqual(kinds)
    expect(findings).toHaveLength(1)
  })

  it('resolves all that is open as cluster-gone, where the target has ended', () => {
    const { changes } = compared([], { ...nothing, findings: [stored] }, same, true)
    expect(changes).toMatchObject([{ kind: 'resolved', finding: { resolution: 'cluster-gone' } }])
  })

  it('names the waiver of each finding that has one', () => {
    const { accepted } = compared([failing], nothing, same)
    expect([...accepted].map(([fingerprint, { expires }]) => [fingerprint, expires])).toEqual([
      [stored.fingerprint, '2026-12-31'],
    ])
  })
})
