import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSource, type Source } from './source.ts'

export const root = path.resolve(import.meta.dirname, '../..')

/** All TypeScript of `packages`, `functions` and `infra`, tests apart. */
export const sources = (folder = root): Source[] =>
  ['packages', 'functions', 'infra'].flatMap((top) => filesUnder(folder, top))

/** All TypeScript of `test`. */
export const tests = (folder = root): Source[] => filesUnder(folder, 'test')

function filesUnder(folder: string, top: string): Source[] {
  return readdirSync(path.join(folder, top), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('node_modules'))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .toSorted()
    .map((file) => parseSource(file, readFileSync(path.join(folder, file), 'utf8')))
}

/** Files outside the rooms that use what the rooms export: the program's first file, SST's, tools' settings. */
export const rootFiles = (folder = root): Source[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((file) => parseSource(file, readFileSync(path.join(folder, file), 'utf8')))
