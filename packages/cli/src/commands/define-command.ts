import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { z } from 'zod'
import type { Io } from '../wiring/environment.ts'
import type { Option } from './options/option.ts'

type Options = Readonly<Record<string, Option>>
type InputOf<O extends Options> = { readonly [K in keyof O]: z.output<O[K]['type']> }

/** What commander parsed, by the keys of the declaration. */
export type RawInput = Readonly<Record<string, unknown>>

/** One command as the program sees it. */
export interface Command<I = unknown> {
  readonly name: string
  readonly summary: string
  readonly arguments: Options
  readonly options: Options
  /** Printed below the options in --help. */
  readonly notes?: string
  /** Throws AuditorError `usage` for the first mistake. */
  readonly parse: (raw: RawInput) => I
  /** Resolves to the exit code. */
  readonly start: (raw: RawInput, io: Io) => Promise<number>
}

/** Commands below one word: `token create`. */
export interface CommandGroup {
  readonly name: string
  readonly summary: string
  readonly commands: readonly Command[]
}

interface Definition<A extends Options, O extends Options> {
  readonly name: string
  readonly summary: string
  readonly arguments?: A
  readonly options: O
  readonly notes?: string
  /** Resolves to the exit code; to nothing for 0. */
  readonly run: (input: InputOf<A> & InputOf<O>, io: Io) => Promise<number | void>
}

/** A command from its declaration. The type of its input is inferred from its options. */
export function defineCommand<const O extends Options, const A extends Options = Readonly<Record<never, Option>>>(
  definition: Definition<A, O>,
): Command<InputOf<A> & InputOf<O>> {
  const { name, summary, options, notes, run } = definition
  // Without arguments `A` is the empty record.
  const words = definition.arguments ?? ({} as A)
  const declared = { ...words, ...options }
  const schema = z.object(Object.fromEntries(Object.entries(declared).map(([key, { type }]) => [key, type])))
  const parse = (raw: RawInput): InputOf<A> & InputOf<O> => {
    const parsed = schema.safeParse(raw)
    // The schema was made of these very options; `Object.fromEntries` forgets their keys.
    if (parsed.success) return parsed.data as InputOf<A> & InputOf<O>
    throw mistakeIn(parsed.error, declared)
  }
  return {
    name,
    summary,
    arguments: words,
    options,
    notes,
    parse,
    start: async (raw, io) => (await run(parse(raw), io)) ?? 0,
  }
}

const Remedy = z.object({ remedy: z.string() })

function mistakeIn({ issues }: z.ZodError, options: Options): AuditorError {
  const [issue] = issues
  const place = options[String(issue?.path[0])]?.name
  const remedy = issue?.code === 'custom' ? Remedy.parse(issue.params).remedy : undefined
  return new AuditorError('usage', issue?.message ?? '', { place, remedy })
}
