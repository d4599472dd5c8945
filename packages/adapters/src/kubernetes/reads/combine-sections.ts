import { collected, type Section } from '@fleet-auditor/model/section.ts'

type Values<S extends readonly Section<unknown>[]> = {
  [K in keyof S]: S[K] extends Section<infer T> ? T : never
}

/** What several sections give together; the first that failed decides, the last clock counts. */
export function combine<const S extends readonly Section<unknown>[], T>(
  sections: S,
  project: (...values: Values<S>) => T,
): Section<T> {
  const values: unknown[] = []
  let at = ''
  for (const section of sections) {
    if (section.status === 'failed') return section
    values.push(section.value)
    if (section.at > at) at = section.at
  }
  // The loop above put each section's value in its place, which the compiler cannot follow.
  return collected(project(...(values as Values<S>)), at)
}

/** All lists as one, or the first failure. */
export function concat<T>(at: string, sections: readonly Section<readonly T[]>[]): Section<T[]> {
  const all: T[] = []
  for (const section of sections) {
    if (section.status === 'failed') return section
    // One by one: a spread puts all of a list onto the stack.
    for (const one of section.value) all.push(one)
    if (section.at > at) at = section.at
  }
  return collected(all, at)
}
