import { orderOf, orderingTime } from '@fleet-auditor/audit/results/result-order.ts'
import { describe, expect, it } from 'vitest'

const begun = '2026-11-21T02:00:00.000Z'
const ended = '2026-11-21T02:00:20.000Z'

describe('where a snapshot stands among others', () => {
  it.each([
    ['its own time', '2026-11-21T02:00:03.000Z', '2026-11-21T02:00:03.000Z'],
    ['a clock that is a little behind', '2026-11-21T01:56:00.000Z', '2026-11-21T01:56:00.000Z'],
    ['a clock that is a little ahead', '2026-11-21T02:04:00.000Z', '2026-11-21T02:04:00.000Z'],
    ['a clock that is a day behind', '2026-11-20T02:00:00.000Z', begun],
    ['a clock that is a year ahead', '2027-11-21T02:00:00.000Z', ended],
  ])('%s', (_, takenAt, expected) => {
    expect(orderingTime(takenAt, begun, ended)).toBe(expected)
  })
})

const head = (order: string) => ({
  incarnation: 1,
  run: 'run-1',
  takenAt: order,
  order,
  stateVersion: 's',
  ruleSet: 'r',
  projected: true,
  open: 0,
})

describe('where a result stands among those of its target', () => {
  const now = '2026-11-21T02:00:20.000Z'
  const tomorrow = '2026-11-22T02:00:00.000Z'
  it.each([
    ['the first', undefined, false, begun],
    ['one after an earlier one', head('2026-11-20T02:00:00.000Z'), false, begun],
    ['one that another run overtook', head('2026-11-21T02:04:00.000Z'), false, begun],
    ['one after a result of the future, where the clocks agree', head(tomorrow), false, '2026-11-22T02:00:00.001Z'],
    ['one after a result of the future, where they do not', head(tomorrow), true, begun],
  ])('%s', (_, before, clocksDiffer, expected) => {
    expect(orderOf({ takenAt: begun, before, clocksDiffer }, now)).toBe(expected)
  })
})
