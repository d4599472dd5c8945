import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { nearest } from '@fleet-auditor/model/nearest.ts'
import { z } from 'zod'
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
