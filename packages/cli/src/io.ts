import type { Environment } from './wiring/environment.ts'

/** What a command has of its process: what it was started with, and where its words go. */
export interface Io {
  readonly environment: Environment
  /** Standard output: what was asked for, and nothing else. */
  readonly out: (text: string) => void
  /** Standard error: progress, notes and mistakes. */
  readonly err: (text: string) => void
}
