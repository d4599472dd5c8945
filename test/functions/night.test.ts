import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { describe, expect, it } from 'vitest'
import { nightOf, runOf } from '../../functions/night.ts'

const now = '2026-11-21T02:07:41.123Z'

describe('the night of an event', () => {
  it.each([
    ['the schedule’s minute', { scheduledTime: '2026-11-21T02:00:00Z' }, '2026-11-21T02:00:00.000Z'],
    ['whatever the second', { scheduledTime: '2026-11-21T02:00:59Z' }, '2026-11-21T02:00:00.000Z'],
    ['in any zone', { scheduledTime: '2026-11-21T04:30:00+02:30' }, '2026-11-21T02:00:00.000Z'],
    ['the invocation’s, by hand', {}, '2026-11-21T02:07:00.000Z'],
    ['the invocation’s, for an event of another kind', { source: 'console' }, '2026-11-21T02:07:00.000Z'],
    ['the invocation’s, without an event', null, '2026-11-21T02:07:00.000Z'],
  ])('is %s', (_, event, night) => {
    expect(nightOf(event, now)).toBe(night)
  })

  it.each([
    ['the placeholder unfilled', '<aws.scheduler.scheduled-time>'],
    ['a date', '2026-11-21'],
    ['a number', 1_795_226_400],
  ])('is refused: %s', (_, scheduledTime) => {
    expect(() => nightOf({ scheduledTime }, now)).toThrow(AuditorError)
  })
})

describe('the run of a night', () => {
  it('is named by its minute and its fleet', () => {
    expect(runOf('2026-11-21T02:00:00.000Z', 'shop')).toMatch(/^20261121T020000Z-[0-9a-f]{8}$/)
    expect(runOf('2026-11-21T02:00:00.000Z', 'shop')).toBe(runOf('2026-11-21T02:00:00.000Z', 'shop'))
    expect(runOf('2026-11-21T02:00:00.000Z', 'shop')).not.toBe(runOf('2026-11-21T02:00:00.000Z', 'bank'))
  })

  it('sorts by time', () => {
    expect(runOf('2026-11-21T02:00:00.000Z', 'shop') < runOf('2026-11-21T02:01:00.000Z', 'bank')).toBe(true)
  })
})
