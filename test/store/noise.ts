import { randomBytes } from 'node:crypto'

/** So many kilobytes that no packing makes smaller. */
export const noise = (kilobytes: number): string => randomBytes(kilobytes * 768).toString('base64')
