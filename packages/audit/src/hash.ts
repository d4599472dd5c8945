import { createHash } from 'node:crypto'

/** SHA-256 of a canonical string, first 128 bits as hex: short enough for keys, far from any collision in a fleet. */
export const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32)

/** The key of a cluster for ever: the hash of its locator. */
export const clusterKey = (locator: string): string => shortHash(locator)
