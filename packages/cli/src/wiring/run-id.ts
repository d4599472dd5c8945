import { randomBytes } from 'node:crypto'

/**
 * Ids of runs sort by their start, to the millisecond: `20261121T020000Z-07b1f3a`. API servers know whole seconds, so
 * of two snapshots of one second the id decides which is the newer.
 */
export function newRunId(startedAt: string): string {
  const second = startedAt.replace(/\.\d+Z$/, 'Z').replaceAll(/[-:]/g, '')
  const ms = new Date(startedAt).getUTCMilliseconds().toString(16).padStart(3, '0')
  return `${second}-${ms}${randomBytes(2).toString('hex')}`
}
