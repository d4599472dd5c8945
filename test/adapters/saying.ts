import { expect } from 'vitest'

/** A text that holds these words. */
export const saying = (words: string): unknown => expect.stringContaining(words)
