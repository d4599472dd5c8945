import { shellWord } from '@fleet-auditor/model/shell-word.ts'

/** What only a person knows: a variable without which the command does nothing. `what` is a plain sentence. */
export interface Asked {
  readonly variable: string
  readonly what: string
}

export const ask = (variable: string, what: string): Asked => ({ variable, what })

/** A word of a command: text as it stands, what is asked for, or both together. */
export type Word = string | Asked | readonly (string | Asked)[]

/** One line for a POSIX shell. Every word is quoted here: names of clusters and objects are other people's text. */
export const shellCommand = (...words: readonly Word[]): string => words.map(wordText).join(' ')

/** Commands that read each other's output. */
export const piped = (...commands: readonly string[]): string => commands.join(' | ')

/** The word as a sentence names it: for what is changed by other means than a command. */
export const plainText = (word: Word): string =>
  partsOf(word)
    .map((part) => (typeof part === 'string' ? part : `(${part.what})`))
    .join('')

/** Texts that stand side by side are one: a shell needs one pair of quotes for them. */
function partsOf(word: Word): readonly (string | Asked)[] {
  if (typeof word === 'string' || 'variable' in word) return [word]
  const parts: (string | Asked)[] = []
  for (const part of word) {
    const last = parts.at(-1)
    if (typeof part === 'string' && typeof last === 'string') parts.splice(-1, 1, last + part)
    else parts.push(part)
  }
  return parts
}

const wordText = (word: Word): string =>
  partsOf(word)
    .map((part) => (typeof part === 'string' ? shellWord(part) : required(part)))
    .join('')

/** Within double quotes these would act, or end the sentence. */
const acting = /["`$\\{}]/g

const required = ({ variable, what }: Asked): string => `"\${${variable}:?${what.replaceAll(acting, '')}}"`
