import { clusterTarget } from '@fleet-auditor/audit/cluster/judge-cluster.ts'
import { acceptedFindings, endedWaivers } from '@fleet-auditor/audit/results/accepted-findings.ts'
import type { Change, Finding } from '@fleet-auditor/model/finding.ts'
import type { ResultTarget } from '@fleet-auditor/model/result-summary.ts'
import { describe, expect, it } from 'vitest'
import { findingOf } from '../../audit-world/finding-of.ts'
import { fleetOf } from '../../audit-world/fleets.ts'
import { clusterNamed } from '../../audit-world/world.ts'

const scope = { provider: 'eks', account: '111122223333', region: 'eu-west-1' } as const
const fleet = fleetOf({
  waivers: [
    { check: 'wildcard-role', clusters: { cluster: 'payments' }, owner: 'ana', reason: 'known', expires: '2026-11-22' },
    { check: 'unpinned-image', subject: 'Deployment/meshery/*', owner: 'bo', reason: 'mirror', expires: '2026-11-30' },
  ],
})
const target = (name: string): ResultTarget => clusterTarget(clusterNamed(name, scope), fleet)
const image = (name: string): Finding =>
  findingOf({ fingerprint: name, check: 'unpinned-image', subject: { kind: 'Deployment', namespace: 'meshery', name } })

describe('a finding', () => {
  it.each<[name: string, finding: Finding, of: ResultTarget, at: string, owner: string | undefined]>([
    ['is accepted on the last day of its waiver', findingOf(), target('payments'), '2026-11-22T23:59:59Z', 'ana'],
    ['is not accepted on the day after', findingOf(), target('payments'), '2026-11-23T00:00:00Z', undefined],
    [
      'is not accepted on a cluster that is not selected',
      findingOf(),
      target('search'),
      '2026-11-21T00:00:00Z',
      undefined,
    ],
    ['is accepted by a glob of its subject', image('meshery'), target('search'), '2026-11-21T00:00:00Z', 'bo'],
    ['is not accepted of a plane', findingOf(), { kind: 'plane', key: 'payments' }, '2026-11-21T00:00:00Z', undefined],
    [
      'is not accepted of the fleet',
      image('meshery'),
      { kind: 'fleet', key: 'fleet', name: 'shop' },
      '2026-11-21T00:00:00Z',
      undefined,
    ],
  ])('%s', (_, finding, of, at, owner) => {
    expect(acceptedFindings([finding], of, fleet, at).get(finding.fingerprint)?.owner).toBe(owner)
  })
})

describe('a waiver that ended', () => {
  const ended = (
    findings: readonly Finding[],
    since: string | undefined,
    startedAt: string,
    changes: Change[] = [],
  ) => {
    const accepted = acceptedFindings(findings, target('payments'), fleet, startedAt)
    const before = since === undefined ? undefined : { takenAt: since, waivers: fleet.waivers }
    return endedWaivers({ findings, changes, accepted, target: target('payments') }, before, startedAt).waiversEnded
  }
  const [on21, on22, on23, on24] = [21, 22, 23, 24].map((day) => `2026-11-${day}T02:00:00.000Z`) as [
    string,
    string,
    string,
    string,
  ]
  const open = findingOf()

  it.each<[name: string, since: string | undefined, startedAt: string, isReported: boolean]>([
    ['is reported in the run after its last day', on22, on23, true],
    ['is reported late, where the run of the day after read nothing', on22, on24, true],
    ['is not reported while it holds', on21, on22, false],
    ['is not reported again', on23, on24, false],
    ['is not reported of a target without a run before', undefined, on23, false],
    ['is not reported twice on one day', on23, '2026-11-23T12:00:00.000Z', false],
  ])('%s', (_, since, startedAt, isReported) => {
    expect(ended([open], since, startedAt)).toEqual(isReported ? [{ ...open, material: '' }] : undefined)
  })

  it.each<[name: string, finding: Finding, changes: Change[]]>([
    ['a finding that is resolved', findingOf({ state: 'resolved', resolution: 'fixed' }), []],
    ['a finding that is reported as changed', open, [{ kind: 'worsened', finding: open, from: 'medium', rule: false }]],
    ['a finding that no waiver ever accepted', findingOf({ check: 'missing-broker' }), []],
  ])('is not reported of %s', (_, finding, changes) => {
    expect(ended([finding], on22, on23, changes)).toBeUndefined()
  })

  it('is reported of several findings in the order of their fingerprints', () => {
    const findings = ['b', 'c', 'a'].map((fingerprint) => findingOf({ fingerprint }))
    expect(ended(findings, on22, on23)?.map(({ fingerprint }) => fingerprint)).toEqual(['a', 'b', 'c'])
  })
})

describe('a waiver that was taken out', () => {
  const finding = findingOf()
  const of = target('payments')
  const startedAt = '2026-11-21T12:00:00.000Z'
  const before = { takenAt: '2026-11-21T02:00:00.000Z', waivers: fleet.waivers }
  const endedWith = (waivers: typeof fleet.waivers, findings = [finding]) => {
    const accepted = acceptedFindings(findings, of, { waivers }, startedAt)
    return endedWaivers({ findings, changes: [], accepted, target: of }, before, startedAt)
  }

  it('is reported in the next run, on the same day too, and not as expired', () => {
    expect(endedWith([])).toEqual({ waiversRemoved: [{ ...finding, material: '' }], waiversEnded: undefined })
  })

  it('is reported where it was changed to be about another cluster', () => {
    const [first] = fleet.waivers
    const other = first ? [{ ...first, clusters: { cluster: ['search'] } }] : []
    expect(endedWith(other).waiversRemoved).toHaveLength(1)
  })

  it('is not reported where another waiver accepts the finding', () => {
    const [first] = fleet.waivers
    expect(endedWith(first ? [{ ...first, owner: 'cy', clusters: {} }] : []).waiversRemoved).toBeUndefined()
  })

  it('is not reported of a finding that was resolved', () => {
    expect(endedWith([], [findingOf({ state: 'resolved', resolution: 'fixed' })]).waiversRemoved).toBeUndefined()
  })
})
