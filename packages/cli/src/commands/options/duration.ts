import ms, { type StringValue } from 'ms'
import type { Value } from './option.ts'
import { value } from './values.ts'

/** `90s`, `1.5m`, `12h`, `90d`, `52w`. Without a unit it could mean anything. */
const written = /^\d+(?:\.\d+)?[a-z]+$/i
const bare = /^\d+(?:\.\d+)?$/

/** A duration in milliseconds, longer than none and at most `most`; `examples` stand in the remedy. */
const duration = (most: StringValue, examples: string, limit: string): Value<number> =>
  value<number>((word) => {
    if (bare.test(word) && Number(word) > 0) {
      const remedy = `write ${word}s for seconds, ${word}m for minutes, ${word}h for hours or ${word}d for days`
      return { mistake: `"${word}" has no unit`, remedy }
    }
    // The pattern is narrower than the type, which asks for units that the library knows; it returns undefined for others.
    const milliseconds = written.test(word) ? (ms(word as StringValue) as number | undefined) : undefined
    if (milliseconds !== undefined && milliseconds > 0 && milliseconds <= ms(most)) return { value: milliseconds }
    return { mistake: `"${word}" is not a duration`, remedy: `write ${examples}, at most ${limit}` }
  })

/** How long work may take. */
export const timeLimit = duration('24h', '90s, 10m or 1h', '24h')

/** How long something stays valid. */
export const lifetime = duration('3660d', '12h, 90d or 52w', 'ten years')
