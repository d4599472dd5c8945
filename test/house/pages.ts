import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './sources.ts'

/** A file that is no TypeScript and that people read or copy commands from: a document, a recipe, a launcher. */
export interface Page {
  readonly file: string
  readonly text: string
}

/** All of them at the root, under `docs` and in the rooms; what a tool made (lock files, schemas) is none. */
export const pages = (folder = root): Page[] =>
  [
    ...filesOf(folder, '').filter((file) => file.endsWith('.md')),
    ...['docs', 'packages', 'functions', 'infra'].flatMap((top) => filesOf(folder, top, true)).filter(isPage),
  ].map((file) => ({ file, text: readFileSync(path.join(folder, file), 'utf8') }))

const isPage = (file: string): boolean => !/\.(?:ts|json)$|(?:^|\/)node_modules\//.test(file)

function filesOf(folder: string, top: string, recursive = false): string[] {
  return readdirSync(path.join(folder, top), { recursive, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .toSorted()
}
