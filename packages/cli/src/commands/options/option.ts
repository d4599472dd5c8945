import { z } from 'zod'
import type { Environment } from '../../wiring/environment.ts'

/** What one word of the command line is parsed to; the name of its option goes into the message of a mistake. */
export type Value<T> = (name: string) => z.ZodType<T, string>

type Default = string | ((environment: Environment) => string)

/** One option or argument: spelling, line of --help and type. Declared once; parsing and --help follow from it. */
export interface Option<T = unknown> {
  /** As --help prints it: `--deadline <duration>`, `<check>`, `[runs...]`. */
  readonly spelling: string
  readonly help: string
  /** Parses what commander passes: a word, words, a boolean or nothing. */
  readonly type: z.ZodType<T>
  /** How a mistake names it. */
  readonly name: string
  readonly default?: Default
  readonly isRequired?: boolean
  readonly isRepeatable?: boolean
}

const nameOf = (spelling: string): string => spelling.split(' ')[0] ?? spelling

const parsedWord = <T>(spelling: string, help: string, value: Value<T>) => {
  const name = nameOf(spelling)
  return { spelling, help, name, type: value(name) }
}

/** A word, or its default. */
export const option = <T>(spelling: string, help: string, value: Value<T>, fallback: Default): Option<T> => ({
  ...parsedWord(spelling, help, value),
  default: fallback,
})

export const requiredOption = <T>(spelling: string, help: string, value: Value<T>): Option<T> => ({
  ...parsedWord(spelling, help, value),
  isRequired: true,
})

export function optionalOption<T>(spelling: string, help: string, value: Value<T>): Option<T | undefined> {
  const { type, ...rest } = parsedWord(spelling, help, value)
  return { ...rest, type: type.optional() }
}

/** Given any number of times, one word each time. */
export function repeatableOption<T>(spelling: string, help: string, value: Value<T>): Option<readonly T[]> {
  const { type, ...rest } = parsedWord(spelling, help, value)
  return { ...rest, type: z.array(type).default([]), isRepeatable: true }
}

/** Comma-separated, and given any number of times. */
export function listOption<T>(
  spelling: string,
  help: string,
  value: Value<T>,
  fallback?: string,
): Option<readonly T[]> {
  const { type, ...rest } = parsedWord(spelling, help, value)
  const given = z.array(z.string()).default(fallback === undefined ? [] : [fallback])
  const words = given.transform((texts) => texts.flatMap((each) => each.split(',')).map((word) => word.trim()))
  return { ...rest, type: words.pipe(z.array(type)), default: fallback, isRepeatable: true }
}

/** Off unless given; spelt `--no-…`, on unless given. */
export const switchOption = (spelling: string, help: string): Option<boolean> => ({
  spelling,
  help,
  name: spelling,
  type: z.boolean().default(spelling.startsWith('--no-')),
})

/** A word without a flag. `name` is what a mistake calls it. */
export const argument = <T>(spelling: string, help: string, name: string, value: Value<T>): Option<T> => ({
  spelling,
  help,
  name,
  type: value(name),
})

/** Any number of words without a flag. */
export const repeatedArgument = <T>(
  spelling: string,
  help: string,
  name: string,
  value: Value<T>,
): Option<readonly T[]> => ({ spelling, help, name, type: z.array(value(name)).default([]) })

/** A word without a flag that may be left out. */
export const optionalArgument = <T>(
  spelling: string,
  help: string,
  name: string,
  value: Value<T>,
): Option<T | undefined> => ({ spelling, help, name, type: value(name).optional() })

/** A word without a flag, or its default. */
export const defaultArgument = <T>(spelling: string, help: string, fallback: string, value: Value<T>): Option<T> => ({
  spelling,
  help,
  name: spelling,
  type: value(spelling),
  default: fallback,
})
