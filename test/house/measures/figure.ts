import type { Page } from '../pages.ts'
import type { Source } from '../source.ts'

/** What the measures look at: the rooms' sources, the tests, and files of the root that use the rooms. */
export interface House {
  readonly sources: readonly Source[]
  readonly tests: readonly Source[]
  readonly rootFiles: readonly Source[]
  readonly pages: readonly Page[]
}

/** One line of the table. */
export interface Figure {
  readonly name: string
  readonly value: number
  /** Of what the value is a part, or what stands beside it. */
  readonly note?: string
  /** What the value is to become, in words. */
  readonly goal?: string
  /** What was counted, for those who want to see it. */
  readonly places?: readonly string[]
}

/** A figure that counts places. */
export const counted = (name: string, goal: string, places: readonly string[]): Figure => ({
  name,
  value: places.length,
  goal,
  places,
})
