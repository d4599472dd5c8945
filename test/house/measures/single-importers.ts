import type { Figure, House } from './figure.ts'

/** Files that one other source file imports, as a share of all: where a folder was cut too fine. */
export function singleImporters({ sources }: House): Figure[] {
  const importers = new Map<string, Set<string>>()
  for (const source of sources) {
    for (const { file } of source.imports) {
      if (file === undefined || file === source.file) continue
      importers.set(file, (importers.get(file) ?? new Set()).add(source.file))
    }
  }
  const single = sources.filter(({ file }) => importers.get(file)?.size === 1).map(({ file }) => file)
  const share = sources.length === 0 ? 0 : Math.round((single.length / sources.length) * 100)
  return [{ name: '% of files with one importer', value: share, note: `${single.length} files`, places: single }]
}
