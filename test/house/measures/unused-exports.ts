import { placeOf, type Source } from '../source.ts'
import { counted, type Figure, type House } from './figure.ts'

/** Exports that no other file takes by name: neither source, nor test, nor a file of the root. */
export function unusedExports({ sources, tests, rootFiles }: House): Figure[] {
  const taken = takenNames([...sources, ...tests, ...rootFiles])
  const unused = sources.flatMap((source) =>
    source.exports
      .filter(
        ({ name }) => !isEntry(source, name) && !taken.get(source.file)?.has(name) && !taken.get(source.file)?.has('*'),
      )
      .map((exported) => ({ kind: exported.kind, place: `${placeOf(source, exported)} ${exported.name}` })),
  )
  const of = (kind: 'value' | 'type'): string[] => unused.filter((each) => each.kind === kind).map(({ place }) => place)
  return [counted('unused exports: values', '0', of('value')), counted('unused exports: types', '0', of('type'))]
}

/** Lambda calls a function's `handler` by name. */
const isEntry = ({ room }: Source, name: string): boolean => room === 'functions' && name === 'handler'

function takenNames(files: readonly Source[]): Map<string, Set<string>> {
  const taken = new Map<string, Set<string>>()
  for (const importer of files) {
    for (const { file, names } of importer.imports) {
      if (file === undefined || file === importer.file) continue
      const known = taken.get(file) ?? new Set()
      for (const name of names) known.add(name)
      taken.set(file, known)
    }
  }
  return taken
}
