import { parseSync, type Comment, type Program } from 'oxc-parser'
import { exportsOf, type ExportedName } from './exports-of.ts'
import { importsOf, type Import } from './imports-of.ts'

/** A source file: its path from the root, its room, its text, its tree, what it imports and what it exports. */
export interface Source {
  readonly file: string
  readonly room: string
  readonly text: string
  readonly program: Program
  readonly comments: readonly Comment[]
  readonly imports: readonly Import[]
  readonly exports: readonly ExportedName[]
}

export function parseSource(file: string, text: string): Source {
  const { program, comments, errors } = parseSync(file, text)
  const [error] = errors
  if (error) throw new Error(`${file} cannot be parsed: ${error.message}`)
  return {
    file,
    room: roomOfFile(file),
    text,
    program,
    comments,
    imports: importsOf(file, program),
    exports: exportsOf(program),
  }
}

export const roomOfFile = (file: string): string => {
  const [top = '', second = ''] = file.split('/')
  return top === 'packages' ? second : top
}

/** `file:line` of a place in a source. */
export const placeOf = (source: Pick<Source, 'file' | 'text'>, { start }: { readonly start: number }): string =>
  `${source.file}:${source.text.slice(0, start).split('\n').length}`

export const lineCount = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
