import { randomBytes } from 'node:crypto'

/**
 * A run's name sorts by its start, to the millisecond: `20261121T020000Z-07b1f3a`. API servers tell whole seconds, so
 * of two snapshots of one second the name decides which is the newer.
 */
export function newRunId(now: string): string {
  const second = now.replace(/\.\d+Z$/, 'Z').replaceAll(/[-:]/g, '')
  const ms = new Date(now).getUTCMilliseconds().toString(16).padStart(3, '0')
  return `${second}-${ms}${randomBytes(2).toString('hex')}`
}
