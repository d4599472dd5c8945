import { orderingTime } from '@fleet-auditor/audit/cluster/collect-cluster.ts'
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
