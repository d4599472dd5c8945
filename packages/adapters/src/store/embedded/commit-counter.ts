import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'

/**
 * How many commits the database has seen, in a file beside it: a database that lost its last commits (a log that was
 * cut or damaged, an older copy of the file) has seen fewer. It is written behind the commit, so it is never ahead.
 */
export interface CommitCounter {
  readonly write: (commits: number) => void
  readonly close: () => void
}

export function openCounter(path: string): CommitCounter {
  const file = openSync(path, 'r+')
  return { write: (commits) => void writeSync(file, lineOf(commits), 0), close: () => closeSync(file) }
}

/** Of one length, so that a shorter line never leaves the end of a longer one behind. */
function lineOf(commits: number): string {
  const digits = String(commits).padStart(16, '0')
  return `${digits} ${crc32(digits).toString(16).padStart(8, '0')}\n`
}

/** `empty`: the first start died before it wrote one; `damaged`: it is none of ours. */
export function readCounter(path: string): number | 'empty' | 'damaged' {
  const line = readFileSync(path, 'utf8')
  if (line === '') return 'empty'
  const commits = Number(line.slice(0, 16))
  return Number.isSafeInteger(commits) && line === lineOf(commits) ? commits : 'damaged'
}
