import ms, { type StringValue } from 'ms'
import type { Value } from './option.ts'
import { value } from './values.ts'

interface DurationRules {
  readonly most: StringValue
  /** `most`, for people. */
  readonly limit: string
  readonly examples: string
  /** The usual units, for a number without one: it could mean any of them. */
  readonly units: Readonly<Record<string, string>>
}

/** A duration in milliseconds, longer than none: `90s`, `1.5m`, `12h`, `90d`, `52w`. */
const duration = ({ most, limit, examples, units }: DurationRules): Value<number> =>
  value<number>((word) => {
    if (/^\d+(?:\.\d+)?$/.test(word)) {
      return { mistake: `"${word}" has no unit`, remedy: `write ${withUnits(word, units)}` }
    }
    const milliseconds = millisecondsOf(word)
    if (milliseconds > 0 && milliseconds <= ms(most)) return { value: milliseconds }
    return { mistake: `"${word}" is not a duration`, remedy: `write ${examples}, at most ${limit}` }
  })

/** NaN for what is no duration. */
function millisecondsOf(word: string): number {
  if (!/^\d+(?:\.\d+)?[a-z]+$/i.test(word)) return Number.NaN
  // The type knows the units, the pattern does not: the library answers `undefined` for others, which its type leaves out.
  return (ms(word as StringValue) as number | undefined) ?? Number.NaN
}

function withUnits(word: string, units: DurationRules['units']): string {
  const choices = Object.entries(units).map(([unit, name]) => `${word}${unit} for ${name}`)
  return `${choices.slice(0, -1).join(', ')} or ${choices.at(-1) ?? ''}`
}

/** How long work may take. */
export const timeLimit = duration({
  most: '24h',
  limit: '24h',
  examples: '90s, 10m or 1h',
  units: { s: 'seconds', m: 'minutes', h: 'hours' },
})

/** How long something stays valid. */
export const lifetime = duration({
  most: '3660d',
  limit: 'ten years',
  examples: '12h, 90d or 52w',
  units: { h: 'hours', d: 'days', w: 'weeks' },
})
