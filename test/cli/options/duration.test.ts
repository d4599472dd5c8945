import { lifetime, timeLimit } from '@fleet-auditor/cli/commands/options/values.ts'
import { describe, expect, it } from 'vitest'

const day = 86_400_000

describe('a duration on the command line', () => {
  it.each<[text: string, milliseconds: number]>([
    ['250ms', 250],
    ['20s', 20_000],
    ['1.5m', 90_000],
    ['1h', 3_600_000],
    ['24h', day],
    ['1d', day],
  ])('%s is %d ms as a time limit', (text, milliseconds) => {
    expect(timeLimit('--deadline').parse(text)).toBe(milliseconds)
  })

  it.each<[text: string, milliseconds: number]>([
    ['12h', day / 2],
    ['90d', 90 * day],
    ['52w', 364 * day],
    ['3660d', 3660 * day],
  ])('%s is %d ms as a lifetime', (text, milliseconds) => {
    expect(lifetime('--expires').parse(text)).toBe(milliseconds)
  })

  it.each<[text: string, message: string]>([
    ['20', '"20" has no unit'],
    ['1.5', '"1.5" has no unit'],
    ['0', '"0" has no unit'],
    ['0s', '"0s" is not a duration'],
    ['-1s', '"-1s" is not a duration'],
    ['25h', '"25h" is not a duration'],
    ['5 s', '"5 s" is not a duration'],
    ['5minutely', '"5minutely" is not a duration'],
    ['1e9h', '"1e9h" is not a duration'],
    ['', '"" is not a duration'],
    [`${'9'.repeat(200)}h`, `"${'9'.repeat(200)}h" is not a duration`],
  ])('%s is refused as a time limit', (text, message) => {
    expect(timeLimit('--deadline').safeParse(text).error?.issues).toMatchObject([{ message }])
  })

  it.each([
    ['90', { message: '"90" has no unit', params: { remedy: 'write 90h for hours, 90d for days or 90w for weeks' } }],
    ['soon', { message: '"soon" is not a duration', params: { remedy: 'write 12h, 90d or 52w, at most ten years' } }],
    ['0d', { message: '"0d" is not a duration' }],
    ['3661d', { message: '"3661d" is not a duration' }],
  ])('%s is refused as a lifetime', (text, issue) => {
    expect(lifetime('--expires').safeParse(text).error?.issues).toMatchObject([issue])
  })
})
