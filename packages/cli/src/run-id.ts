import { randomBytes } from 'node:crypto'

/** A run's name sorts by its start: `20261121T020000Z-1f3a`. */
export const newRunId = (now: string): string =>
  `${now.replace(/\.\d+Z$/, 'Z').replaceAll(/[-:]/g, '')}-${randomBytes(2).toString('hex')}`
