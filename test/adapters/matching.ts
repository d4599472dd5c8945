import { expect } from 'vitest'

/** Vitest's loose matchers, typed as what they are to a typed test: unknown. */
export const someNumber: unknown = expect.any(Number)
export const atLeast = (least: number): unknown => expect.toSatisfy((value: number) => value >= least)
export const like = (pattern: RegExp): unknown => expect.stringMatching(pattern)
export const containing = (part: string): unknown => expect.stringContaining(part)
