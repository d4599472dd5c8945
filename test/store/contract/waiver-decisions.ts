import type { DecisionEvent } from '@fleet-auditor/model/decision.ts'
import { expect, it } from 'vitest'
import type { StoreBench } from './store-bench.ts'

const after = {
  check: 'public-broker',
  clusters: { cluster: ['payments'] },
  owner: 'ana',
  reason: 'replaced in March',
  ticket: 'OPS-1',
  expires: '2027-03-31',
}
const event = (id: string, number: number, change: Partial<DecisionEvent> = {}): DecisionEvent =>
  ({
    id,
    number,
    kind: 'waiver',
    at: '2026-11-30T08:00:00.000Z',
    by: 'ana',
    via: 'cli',
    after,
    ...change,
  }) as DecisionEvent
const [a, b] = ['waiver-00000000000000aa', 'waiver-00000000000000bb'] as const

export function decisionCases(bench: () => StoreBench): void {
  it('lists every decision with its whole history, those that ended too', async () => {
    const { decisions } = bench().store(await bench().newTable())
    expect(await decisions.list()).toEqual([])
    expect(await decisions.find(a)).toBeUndefined()
    const end = event(a, 2, { after: undefined, at: '2026-12-01T08:00:00.000Z' })
    for (const each of [event(b, 1), event(a, 1), end]) expect(await decisions.append(each)).toBe(true)
    const ended = { id: a, kind: 'waiver', events: [event(a, 1), end] }
    expect(await decisions.list()).toEqual([ended, { id: b, kind: 'waiver', events: [event(b, 1)] }])
    expect(await decisions.find(a)).toEqual(ended)
  })

  it('returns twelve events in their order', async () => {
    const { decisions } = bench().store(await bench().newTable())
    const many = Array.from({ length: 12 }, (_, at) => event(a, at + 1))
    for (const each of many) await decisions.append(each)
    expect((await decisions.find(a))?.events).toEqual(many)
  })

  it('gives a number to one of 20 that append at once', async () => {
    const table = await bench().newTable()
    const racers = Array.from({ length: 20 }, (_, at) => event(a, 1, { by: `person-${at}` }))
    const answers = await Promise.all(racers.map((each) => bench().store(table).decisions.append(each)))
    const winners = racers.filter((_, at) => answers[at])
    expect(winners).toEqual((await bench().store(table).decisions.find(a))?.events)
    expect(winners).toHaveLength(1)
  })

  it('appends an event once, however often that is repeated', async () => {
    const table = await bench().newTable()
    const { decisions } = bench().store(table)
    await decisions.append(event(a, 1))
    const before = await bench().rows(table)
    expect(await decisions.append(event(a, 1))).toBe(true)
    expect(await bench().rows(table)).toEqual(before)
  })
}
