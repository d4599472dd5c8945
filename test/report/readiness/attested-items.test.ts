import { Attestation } from '@fleet-auditor/model/attestation.ts'
import type { ItemState } from '@fleet-auditor/model/readiness.ts'
import type { StoredVerdict } from '@fleet-auditor/model/verdict.ts'
import { Waiver } from '@fleet-auditor/model/waiver.ts'
import { answerItem } from '@fleet-auditor/report/readiness/answer-item.ts'
import { checklistMap } from '@fleet-auditor/report/readiness/checklist-map.ts'
import { describe, expect, it } from 'vitest'

const at = '2026-11-30T04:00:00.000Z'
const facts = { check: 'unpinned-image', ruleVersion: 2, severity: 'medium' } as const
const subject = { kind: 'Deployment', namespace: 'meshery', name: 'meshery', container: 'main' }
const fail: StoredVerdict = { ...facts, verdict: 'fail', subject, evidence: {} }
const pass: StoredVerdict = { ...facts, verdict: 'pass', subject }
const unread: StoredVerdict = { ...facts, verdict: 'unknown', cause: 'forbidden', detail: 'may not list deployments' }
const nothing: StoredVerdict = { ...facts, verdict: 'not-applicable', reason: 'no Meshery workload is here' }
const trusted: StoredVerdict = { ...pass, check: 'untrusted-registry' }
const waiver = Waiver.parse({ check: 'unpinned-image', owner: 'a', reason: 'b', expires: '2026-12-31' })

function stateOf(item: string, kind: 'cluster' | 'plane', given: readonly StoredVerdict[], attested: object[] = []) {
  const mapped = checklistMap.find((each) => each.item.id === item)
  if (!mapped) throw new Error(`no item ${item}`)
  return answerItem(mapped, {
    kind,
    verdicts: Map.groupBy(given, ({ check }) => check),
    attestations: attested.map((each) => Attestation.parse({ by: 'an engineer', ...each })),
    waiverOf: (verdict) => (verdict.verdict === 'fail' && verdict.severity === 'low' ? waiver : undefined),
    at,
  })
}

const cases: { name: string; verdicts: StoredVerdict[]; state: ItemState }[] = [
  { name: 'every check passes', verdicts: [pass, trusted], state: 'met' },
  { name: 'one subject of two fails', verdicts: [pass, fail, trusted], state: 'not-met' },
  { name: 'a failure stands beside an unknown', verdicts: [fail, unread, trusted], state: 'not-met' },
  { name: 'a check could not be answered', verdicts: [unread, trusted], state: 'unknown' },
  { name: 'a check was not asked', verdicts: [pass], state: 'unknown' },
  {
    name: 'every check is not applicable',
    verdicts: [nothing, { ...nothing, check: 'untrusted-registry' }],
    state: 'not-applicable',
  },
  { name: 'one check passes and the other is not applicable', verdicts: [nothing, trusted], state: 'met' },
  { name: 'the failure is only for information', verdicts: [{ ...fail, severity: 'info' }, trusted], state: 'met' },
  {
    name: 'the failure is accepted, which does nothing about it',
    verdicts: [{ ...fail, severity: 'low' }, trusted],
    state: 'not-met',
  },
]

describe('a line of the checklist for a cluster', () => {
  it.each(cases)('is $state where $name', ({ verdicts, state }) => {
    expect(stateOf('images', 'cluster', verdicts)?.state).toBe(state)
  })

  it('shows who accepted a failure, and until when', () => {
    const [evidence] = stateOf('images', 'cluster', [{ ...fail, severity: 'low' }, trusted])?.checks ?? []
    expect(evidence?.accepted).toEqual({ owner: 'a', reason: 'b', expires: '2026-12-31' })
  })

  it('is not asked of a management plane where clusters answer it', () => {
    expect(stateOf('images', 'plane', [])).toBeUndefined()
  })
})

describe('a line that a person answers', () => {
  const drill = { attests: 'recovery-drill', on: '2026-10-01' }
  it.each([
    { name: 'nothing is attested', given: [], state: 'unknown', attested: 'missing' },
    { name: 'it was attested within its quarter', given: [drill], state: 'attested', attested: 'valid' },
    { name: 'the quarter is over', given: [{ ...drill, on: '2026-08-01' }], state: 'unknown', attested: 'expired' },
    {
      name: 'its own last day is over',
      given: [{ ...drill, until: '2026-11-29' }],
      state: 'unknown',
      attested: 'expired',
    },
    { name: 'today is its last day', given: [{ ...drill, until: '2026-11-30' }], state: 'attested', attested: 'valid' },
    { name: 'it is of tomorrow', given: [{ ...drill, on: '2026-12-01' }], state: 'unknown', attested: 'missing' },
    {
      name: 'an older one stands beside a newer one',
      given: [{ ...drill, on: '2026-01-01' }, drill],
      state: 'attested',
      attested: 'valid',
    },
    {
      name: 'another line was attested',
      given: [{ ...drill, attests: 'runbooks' }],
      state: 'unknown',
      attested: 'missing',
    },
  ])('is $state where $name', ({ given, state, attested }) => {
    const answer = stateOf('recovery-drill', 'plane', [], given)
    expect({ state: answer?.state, attested: answer?.attestation?.state }).toEqual({ state, attested })
  })

  it('refuses an attestation of a management plane that selects clusters', () => {
    const written = { ...drill, by: 'an engineer', clusters: { name: 'a' } }
    expect(Attestation.safeParse(written).error?.issues[0]?.message).toBe(
      'recovery-drill is confirmed for management planes: name planes',
    )
  })
})
