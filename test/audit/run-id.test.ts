import { scheduledMinute, onDemandRun, runIdOf } from '@fleet-auditor/audit/fan-out/run-id.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { describe, expect, it } from 'vitest'

const now = '2026-11-21T02:07:41.123Z'

describe('the minute of a scheduled time', () => {
  it.each([
    ['the schedule’s minute', '2026-11-21T02:00:00Z', '2026-11-21T02:00:00.000Z'],
    ['whatever the second', '2026-11-21T02:00:59Z', '2026-11-21T02:00:00.000Z'],
    ['in any zone', '2026-11-21T04:30:00+02:30', '2026-11-21T02:00:00.000Z'],
    ['the invocation’s, by hand', undefined, '2026-11-21T02:07:00.000Z'],
  ])('is %s', (_, scheduledTime, minute) => {
    expect(scheduledMinute(scheduledTime, now)).toBe(minute)
  })

  it.each([
    ['the placeholder unfilled', '<aws.scheduler.scheduled-time>'],
    ['a date', '2026-11-21'],
  ])('is refused: %s', (_, scheduledTime) => {
    expect(() => scheduledMinute(scheduledTime, now)).toThrow(AuditorError)
  })
})

describe('a scheduled run', () => {
  it('is named by its minute and its fleet', () => {
    expect(runIdOf('2026-11-21T02:00:00.000Z', 'shop')).toMatch(/^20261121T020000Z-[0-9a-f]{8}$/)
    expect(runIdOf('2026-11-21T02:00:00.000Z', 'shop')).toBe(runIdOf('2026-11-21T02:00:00.000Z', 'shop'))
    expect(runIdOf('2026-11-21T02:00:00.000Z', 'shop')).not.toBe(runIdOf('2026-11-21T02:00:00.000Z', 'bank'))
  })

  it('sorts by time', () => {
    expect(runIdOf('2026-11-21T02:00:00.000Z', 'shop') < runIdOf('2026-11-21T02:01:00.000Z', 'bank')).toBe(true)
  })
})

it('a run on demand is named by its millisecond and by chance', () => {
  expect(onDemandRun(now, () => Uint8Array.of(0x1f, 0x3a))).toBe('20261121T020741Z-07b1f3a')
})
