import { printable } from '@fleet-auditor/model/printable-text.ts'
import { collected, failed, type Failed, type Section } from '@fleet-auditor/model/section.ts'
import { ZodError } from 'zod'

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
    all.push(...section.value)
    if (section.at > at) at = section.at
  }
  return collected(all, at)
}

/** Projects an outside shape; one that is not as expected is a failure and names the field, never a crash. */
export function projectShape<T>(place: string, project: () => T): { readonly value: T } | Failed {
  try {
    return { value: project() }
  } catch (error) {
    if (!(error instanceof ZodError)) throw error
    const issue = error.issues[0]
    const where = issue?.path.map(String).join('.') || 'the answer'
    return failed('malformed', `${place}: ${printable(where)} is not of the expected shape: ${issue?.message ?? ''}`)
  }
}
