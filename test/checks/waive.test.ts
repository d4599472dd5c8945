import { waiverOf } from '@fleet-auditor/checks/waive.ts'
import { Waiver } from '@fleet-auditor/model/waiver.ts'
import { describe, expect, it } from 'vitest'
import { contextOf } from './check-case.ts'

const finding = { check: 'unpinned-image', subject: { kind: 'Deployment', namespace: 'meshery', name: 'meshery' } }
const waiver = (edits: object = {}) =>
  Waiver.parse({ check: 'unpinned-image', owner: 'platform', reason: 'sandbox', expires: '2026-11-21', ...edits })

describe('waiverOf', () => {
  it.each<[string, object, string, boolean]>([
    ['accepts through its last day', {}, '2026-11-21T23:59:59.000Z', true],
    ['has expired the day after', {}, '2026-11-22T00:00:00.000Z', false],
    ['is for one check', { check: 'public-broker' }, '2026-11-20T00:00:00Z', false],
    ['is for the clusters it selects', { clusters: { region: 'us-*' } }, '2026-11-20T00:00:00Z', false],
    ['is for the subjects it matches', { subject: 'Deployment/meshery/*' }, '2026-11-20T00:00:00Z', true],
    ['is for the subject as outputs show it', { subject: 'Deployment meshery/meshery' }, '2026-11-20T00:00:00Z', true],
    ['leaves other findings than the one it names', { fingerprint: 'other' }, '2026-11-20T00:00:00Z', false],
    ['leaves clusters of other planes', { planes: ['central'] }, '2026-11-20T00:00:00Z', false],
    ['leaves other subjects', { subject: 'StatefulSet/*' }, '2026-11-20T00:00:00Z', false],
  ])('%s', (_, edits, takenAt, accepts) => {
    expect(waiverOf(finding, { cluster: contextOf().cluster }, [waiver(edits)], takenAt) !== undefined).toBe(accepts)
  })
})
