import type { Source } from '../source.ts'
import { counted, type Figure, type House } from './figure.ts'

/** Groups of files that import each other, imports of types counted. A group is one circle, however many ways round. */
export const circles = ({ sources }: House): Figure[] => [
  counted('circles of files, type imports counted', '0', circlesOf(sources)),
]

/** Tarjan's strongly connected components. */
export function circlesOf(sources: readonly Source[]): string[] {
  const byFile = new Map(sources.map((source) => [source.file, source]))
  const seen = new Map<string, { readonly index: number; low: number }>()
  const path: string[] = []
  const found: string[] = []
  const visit = (source: Source): { readonly index: number; low: number } => {
    const mark = { index: seen.size, low: seen.size }
    seen.set(source.file, mark)
    path.push(source.file)
    for (const { file } of source.imports) {
      const next = file === undefined ? undefined : byFile.get(file)
      if (!next) continue
      const known = seen.get(next.file)
      if (!known) mark.low = Math.min(mark.low, visit(next).low)
      else if (path.includes(next.file)) mark.low = Math.min(mark.low, known.index)
    }
    if (mark.low === mark.index) {
      const group = path.splice(path.indexOf(source.file))
      const turnsToItself = source.imports.some(({ file }) => file === source.file)
      if (group.length > 1 || turnsToItself) found.push(group.toSorted().join(' ↔ '))
    }
    return mark
  }
  for (const source of sources) if (!seen.has(source.file)) visit(source)
  return found
}
