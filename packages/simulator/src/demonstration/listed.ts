import type { Chapter, Story } from './story.ts'

/** A cluster that its cloud lists that day, with the authority of its API server. */
export interface Listed {
  readonly story: Story
  readonly chapter: Chapter
  readonly caPem: string
}
