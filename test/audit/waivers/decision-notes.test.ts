import { decisionNotes } from '@fleet-auditor/audit/waivers/decision-notes.ts'
import type { Attestation } from '@fleet-auditor/model/attestation.ts'
import { Waiver } from '@fleet-auditor/model/waiver.ts'
import { decisionNoteText } from '@fleet-auditor/report/digest/decision-text.ts'
import { describe, expect, it } from 'vitest'

const at = '2026-11-30T02:00:00.000Z'
const waiver = (expires: string) =>
  Waiver.parse({ check: 'public-broker', clusters: { cluster: 'payments' }, owner: 'ana', reason: 'known', expires })

describe('a waiver', () => {
  it.each<[name: string, expires: string, accepts: number | undefined, text: string | undefined]>([
    ['that accepts some findings is no news', '2027-01-31', 3, undefined],
    ['that accepts nothing', '2027-01-31', 0, 'accepts no finding: remove it, or see what it should select'],
    ['whose findings were not counted is no news', '2027-01-31', undefined, undefined],
    ['that accepts 50 findings is no news', '2027-01-31', 50, undefined],
    ['that accepts 51', '2027-01-31', 51, 'accepts 51 findings: narrow what it selects'],
    ['whose last day is in 14 days is no news', '2026-12-14', 3, undefined],
    ['whose last day is in 13 days', '2026-12-13', 3, 'ends after 2026-12-13'],
    ['whose last day is today', '2026-11-30', 3, 'ends after 2026-11-30'],
    ['whose last day was yesterday', '2026-11-29', 0, 'ended after 2026-11-29: renew or remove it'],
  ])('%s', (_, expires, accepts, text) => {
    const counts = accepts === undefined ? undefined : new Map(accepts === 0 ? [] : [[0, accepts]])
    const notes = decisionNotes({ waivers: [waiver(expires)], attestations: [] }, counts, at)
    const about = 'waiver by ana (public-broker, cluster payments)'
    expect(notes.map(decisionNoteText)).toEqual(text === undefined ? [] : [`${about} ${text}`])
  })
})

describe('an attestation', () => {
  const drill = { attests: 'recovery-drill' as const, by: 'ana', planes: ['central'] } satisfies Partial<Attestation>
  it.each<[name: string, given: { on: string; until?: string }[], text: string | undefined]>([
    ['that counts for weeks is no news', [{ on: '2026-11-01' }], undefined],
    ['that ends within two weeks', [{ on: '2026-11-01', until: '2026-12-10' }], 'ends after 2026-12-10'],
    ['that has ended', [{ on: '2026-08-01' }], 'ended after 2026-11-01: renew or remove it'],
    ['that was renewed is no news', [{ on: '2026-08-01' }, { on: '2026-11-01' }], undefined],
  ])('%s', (_, given, text) => {
    const attestations = given.map((days) => ({ ...drill, ...days }))
    const about = 'attestation by ana (recovery-drill, plane central)'
    const notes = decisionNotes({ waivers: [], attestations }, undefined, at)
    expect(notes.map(decisionNoteText)).toEqual(text === undefined ? [] : [`${about} ${text}`])
  })
})
