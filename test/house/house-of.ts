import type { Figure, House } from './measures/figure.ts'
import { parseSource } from './source.ts'

/**
 * A house of a few files, by their paths; those under `test/` are its tests, those without a folder its root files,
 * those that are no TypeScript its pages.
 */
export function houseOf(texts: Readonly<Record<string, string>>): House {
  const all = Object.entries(texts)
  const files = all.filter(([file]) => file.endsWith('.ts')).map(([file, text]) => parseSource(file, text))
  return {
    sources: files.filter(({ room, file }) => room !== 'test' && file.includes('/')),
    tests: files.filter(({ room }) => room === 'test'),
    rootFiles: files.filter(({ file }) => !file.includes('/')),
    pages: all.filter(([file]) => !file.endsWith('.ts')).map(([file, text]) => ({ file, text })),
  }
}

export const valuesOf = (figures: readonly Figure[]): number[] => figures.map(({ value }) => value)
