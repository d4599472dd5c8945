import type { z } from 'zod'
import { AuditorError } from './auditor-error.ts'
import { nearest } from './nearest.ts'

/** One mistake in a fleet file: where it is, and what was expected there. Lines and columns count from 1. */
export interface FleetFileProblem {
  readonly line: number
  readonly column: number
  /** `sources.aws[0].regions`; empty for the file as a whole. */
  readonly path: string
  readonly message: string
  /** Of a file that is no YAML: the line, and a caret under the place. */
  readonly excerpt?: string
}

type Issue = z.core.$ZodRawIssue

/**
 * What to write instead, for a mistake of shape that the schema has no words of its own for. `source` is the value as
 * it stands in the file: a number has lost its zeros in front.
 */
export function plainMessage(issue: Issue, source: string | undefined): string | undefined {
  const { input } = issue
  const key = issue.path?.at(-1)
  const name = typeof key === 'number' ? 'this item' : String(key ?? 'the file')
  if (input === undefined) return `${name} is missing`
  if (input === null) return `${name} is empty`
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(String(issue.expected), input, source)
    case 'invalid_union':
      return isWord(input) ? quoted(input, source) : 'expected text, or a list of texts'
    case 'invalid_value':
      return oneOf(issue.values.map(String), input)
    case 'invalid_format':
      return formats[issue.format]
    case 'too_small':
      if (input === '') return `${name} is empty`
      if (Array.isArray(input)) return `${name} needs at least ${issue.minimum}`
      return `expected ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`
    case 'too_big':
      return `expected at most ${issue.maximum}`
    // The parser reports unknown keys one by one; the other messages are the schema's own.
    case 'unrecognized_keys':
    case 'custom':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
      return undefined
  }
}

const formats: Readonly<Record<string, string>> = {
  date: 'write a day as 2027-03-31',
  url: 'expected a URL such as https://meshery.example.com',
  email: 'expected an e-mail address',
  guid: 'expected an id such as 00000000-0000-4000-8000-00000000000b',
}

/** A YAML scalar that is no text without quotes. */
const isWord = (input: unknown): boolean => typeof input === 'number' || typeof input === 'boolean'

const quoted = (input: unknown, source: string | undefined): string => `quote it: "${source ?? String(input)}"`

function wrongType(expected: string, input: unknown, source: string | undefined): string {
  if (expected === 'string' && isWord(input)) return quoted(input, source)
  const wanted = kinds[expected] ?? expected
  const example = expected === 'array' && !Array.isArray(input) && typeof input === 'string' ? `: [${input}]` : ''
  return `expected ${wanted}${example || `, not ${kinds[kindOf(input)] ?? kindOf(input)}`}`
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'keys with values',
  record: 'keys with values',
}

const kindOf = (input: unknown): string => (Array.isArray(input) ? 'array' : typeof input)

function oneOf(words: readonly string[], input: unknown): string {
  const near = nearest(typeof input === 'string' ? input : '', words)
  return `expected one of ${words.join(', ')}${near ? `; did you mean ${near}?` : ''}`
}

/** All mistakes of a fleet file as one error, a line each with its place. */
export function fleetFileError(file: string, problems: readonly FleetFileProblem[]): AuditorError {
  const lines = problems.flatMap(({ line, column, path, message, excerpt }) => {
    const at = path === '' ? '' : `${path}: `
    const shown = excerpt === undefined ? [] : excerpt.split('\n').map((each) => `  ${each}`)
    return [`${file}:${line}:${column}: ${at}${message}`, ...shown]
  })
  const isYaml = problems.every(({ excerpt }) => excerpt === undefined)
  return new AuditorError('config', lines.join('\n'), {
    remedy: isYaml
      ? 'the schema is docs/fleet.schema.json; fleet-auditor init writes a commented example'
      : 'correct the YAML above the caret, then run it again: mistakes of other kinds are reported then',
  })
}
