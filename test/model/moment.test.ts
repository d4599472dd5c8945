import { MomentWord, momentOf } from '@fleet-auditor/model/moment.ts'
import { describe, expect, it } from 'vitest'

const now = '2026-11-29T12:00:00.000Z'

describe('a moment', () => {
  it.each([
    ['24h', '2026-11-28T12:00:00.000Z'],
    ['7d', '2026-11-22T12:00:00.000Z'],
    ['2w', '2026-11-15T12:00:00.000Z'],
    ['2026-11-20', '2026-11-20T00:00:00.000Z'],
    ['2026-11-20T04:00:00Z', '2026-11-20T04:00:00.000Z'],
    ['2026-11-20T04:00:00+02:00', '2026-11-20T02:00:00.000Z'],
  ])('%s is %s', (word, at) => {
    expect(momentOf(word, now)).toBe(at)
    expect(MomentWord.safeParse(word).success).toBe(true)
  })

  it.each(['', 'yesterday', '24', '-1h', '1.5d', '2026-13-01', '2026-11-20T04:00:00', '0000-01-01T00:00:00+23:00'])(
    '"%s" is none',
    (word) => {
      expect(momentOf(word, now)).toBeUndefined()
    },
  )
})
