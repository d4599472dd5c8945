import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { momentForms, momentOf } from '@fleet-auditor/model/moment.ts'
import { nearest } from '@fleet-auditor/model/nearest.ts'
import ms, { type StringValue } from 'ms'
import { z } from 'zod'
import { now } from '../../wiring/clock.ts'
import type { Value } from './option.ts'

interface Mistake {
  readonly mistake: string
  readonly remedy: string
}

/** A value read by a function that answers with it or with what is wrong about the word. */
export const value =
  <T>(read: (word: string, name: string) => { readonly value: T } | Mistake): Value<T> =>
  (name) =>
    z.string().transform((word, context) => {
      const result = read(word, name)
      if ('value' in result) return result.value
      context.addIssue({ code: 'custom', message: result.mistake, params: { remedy: result.remedy } })
      return z.NEVER
    })

/** A variable that a shell did not know leaves nothing behind: that must not mean the default. */
export const text = value<string>((word, name) =>
  word.trim() === ''
    ? { mistake: `${name} is empty`, remedy: `give it a value, or leave ${name} out` }
    : { value: word },
)

export const oneOf = <W extends string>(words: readonly W[]): Value<W> =>
  value((word, name) => wordOf(word, words, name))

/** The word itself, or the nearest that was meant. */
export function wordOf<W extends string>(
  word: string,
  words: readonly W[],
  name: string,
): { readonly value: W } | Mistake {
  const found = words.find((each) => each === word)
  if (found !== undefined) return { value: found }
  const near = nearest(word, words)
  const remedy = near === undefined ? `expected one of ${words.join(', ')}` : `did you mean ${near}?`
  return { mistake: `"${word}" is not a value of ${name}`, remedy }
}

export const checkId: Value<string> = oneOf(allChecks.map(({ id }) => id))

export const count = (least: number): Value<number> =>
  value<number>((word) => {
    const number = Number(word)
    if (/^\d+$/.test(word) && Number.isSafeInteger(number) && number >= least) return { value: number }
    const remedy = `write a number in digits, ${least} or more`
    return { mistake: `"${word}" is not a whole number of at least ${least}`, remedy }
  })

/** A whole day, in UTC: `2027-03-31`. */
export const day: Value<string> = value<string>((word) =>
  z.iso.date().safeParse(word).success
    ? { value: word }
    : { mistake: `"${word}" is not a day`, remedy: 'write it as 2027-03-31' },
)

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

/** A time that lies behind: ISO 8601 in UTC. */
export const moment = value<string>((word, name) => {
  const at = momentOf(word, now())
  return at === undefined
    ? { mistake: `"${word}" is no time of ${name}`, remedy: `write ${momentForms}` }
    : { value: at }
})
