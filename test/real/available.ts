import { describe, inject, it } from 'vitest'
import type { MissingParts, PartName } from './parts.ts'

declare module 'vitest' {
  interface ProvidedContext {
    missingParts: MissingParts
  }
}

/** Whether a part can be started here. */
export function available(part: PartName): boolean {
  return inject('missingParts')[part] === undefined
}

/** A suite that needs real parts. Where one cannot be had it is a single skipped test with the reason. */
export function describeWith(needed: readonly PartName[], title: string, body: () => void): void {
  const missing = inject('missingParts')
  const reasons = needed.flatMap((part) => (missing[part] === undefined ? [] : [`${part}: ${missing[part]}`]))
  if (reasons.length === 0) describe(title, body)
  else describe(title, () => it.skip(`skipped, because ${reasons.join('; ')}`, () => {}))
}
