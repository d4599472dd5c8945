import { PresentedFinding } from '@fleet-auditor/model/presented-finding.ts'
import { fleetTarget, type Target } from '@fleet-auditor/model/target.ts'
import type { StoredVerdict } from '@fleet-auditor/model/verdict.ts'
import { presentFinding, presentTarget, type LastRecord } from '@fleet-auditor/report/present-finding.ts'
import { describe, expect, it } from 'vitest'
import { storedFinding } from './audit-document.ts'

const cluster = { id: 'eks:111122223333:eu-west-1/payments', locator: 'arn', name: 'payments', scope: 's', labels: {} }
const ofCluster: Target = { kind: 'cluster', key: 'k1' }
const known = { ...cluster, provider: 'eks', region: 'eu-west-1' } as const

const [opened, later, last] = ['2026-11-21T02:00:00Z', '2026-11-22T02:00:00Z', '2026-11-23T02:00:00Z']
const { check, ruleVersion, severity, subject, evidence } = storedFinding
const fails: StoredVerdict = { check, ruleVersion, severity, subject, evidence, verdict: 'fail' }
const unknown: StoredVerdict = { check, ruleVersion, severity, verdict: 'unknown', cause: 'forbidden', detail: '403' }

const present = (lastRecord: LastRecord | undefined, edits: Partial<typeof storedFinding> = {}) => {
  const target = presentTarget(ofCluster, known, 'acme')
  return presentFinding(
    { ...storedFinding, ...edits },
    { target, cluster: undefined, team: 'web', lastRecord, waiver: undefined },
  )
}

describe('a presented finding', () => {
  it('has title, group, text, remedy, team and target, and conforms to its schema', () => {
    const presented = present(undefined)
    expect(presented).toMatchObject({
      title: expect.stringMatching(/./),
      group: 'security',
      text: expect.stringContaining('stable-latest'),
      remedy: { summary: expect.stringMatching(/./) },
      team: 'web',
      cluster: 'eks:111122223333:eu-west-1/payments',
      firstSeen: opened,
    })
    expect(presented).not.toHaveProperty('material')
    expect(PresentedFinding.parse(presented)).toEqual(presented)
  })

  it.each<[name: string, record: LastRecord | undefined, lastSeen: string]>([
    ['the last record where it failed there', { takenAt: last, verdicts: [fails] }, last],
    ['its last change where the check was not answered since', { takenAt: last, verdicts: [unknown] }, opened],
    [
      'the last reading of a target that cannot be read since',
      { takenAt: last, verdicts: [unknown], staleSince: later },
      later,
    ],
    ['its last change where no record is known', undefined, opened],
    [
      'its last change where only another subject failed since',
      { takenAt: last, verdicts: [{ ...fails, subject: { ...subject, name: 'other' } }] },
      opened,
    ],
  ])('was last seen at %s', (_name, record, lastSeen) => {
    expect(present(record).lastSeen).toBe(lastSeen)
  })

  it('was last seen when it was resolved, whatever the last record holds', () => {
    const resolved = { state: 'resolved', resolution: 'fixed', changedAt: later } as const
    expect(present({ takenAt: last, verdicts: [] }, resolved).lastSeen).toBe(later)
  })

  it('of a check that was removed reports that', () => {
    expect(present(undefined, { check: 'removed-check' })).toMatchObject({
      title: 'removed-check',
      text: 'the check is no longer in the catalogue',
      remedy: undefined,
    })
  })

  it('holds no control characters from the evidence', () => {
    const evidence = { image: 'a\u001b[31m', because: '\u202e' }
    const { text } = present(undefined, { evidence })
    expect(['\u001b', '\u202e'].filter((control) => text.includes(control))).toEqual([])
  })
})

describe('the target of a finding', () => {
  it.each<[name: string, target: Target, of: typeof known | undefined, expected: object]>([
    [
      'names id, name, provider and place of a cluster',
      ofCluster,
      known,
      { ...ofCluster, id: cluster.id, name: 'payments', provider: 'eks', place: 'eu-west-1' },
    ],
    ['has the key of a cluster that the registry does not know', ofCluster, undefined, { id: 'k1', name: 'k1' }],
    ['names a plane', { kind: 'plane', key: 'eu' }, undefined, { kind: 'plane', key: 'eu', name: 'eu' }],
    ['names the fleet', fleetTarget, undefined, { kind: 'fleet', key: 'fleet', name: 'acme' }],
  ])('%s', (_, target, of, expected) => {
    expect(presentTarget(target, of, 'acme')).toMatchObject(expected)
  })
})
