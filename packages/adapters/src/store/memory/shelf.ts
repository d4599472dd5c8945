import { isExpired } from '../table/expiry.ts'
import { encoded } from '../table/keys.ts'

/** Records of one kind by key. `expiresAt` in epoch seconds, as in the table. */
export type Shelf<T> = Map<string, Shelved<T>>

export interface Shelved<T> {
  readonly value: T
  readonly expiresAt?: number
}

export const newShelf = <T>(): Shelf<T> => new Map()

/** Parts of a key, so that no two keys are one and numbers stand in the order of their strings. */
export const keyOf = (...parts: readonly (string | number)[]): string =>
  parts.map((part) => (typeof part === 'number' ? String(part).padStart(6, '0') : encoded(part))).join('#')

/** An expired record is not there, though nothing deleted it yet. */
export function entryOf<T>(shelf: Shelf<T>, key: string, now: string): Shelved<T> | undefined {
  const entry = shelf.get(key)
  return entry && !isExpired({ ...entry }, now) ? entry : undefined
}

export const valueOf = <T>(shelf: Shelf<T>, key: string, now: string): T | undefined => entryOf(shelf, key, now)?.value

/** True for the first; a record that is there stays as it is. */
export function putFirst<T>(shelf: Shelf<T>, key: string, entry: Shelved<T>, now: string): boolean {
  if (entryOf(shelf, key, now)) return false
  shelf.set(key, entry)
  return true
}

/** In the order of keys; only those whose key begins with these parts. */
export function valuesOf<T>(shelf: Shelf<T>, now: string, ...parts: readonly (string | number)[]): T[] {
  const prefix = parts.length === 0 ? '' : `${keyOf(...parts)}#`
  const found = [...shelf].filter(([key, entry]) => key.startsWith(prefix) && !isExpired({ ...entry }, now))
  return found.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, { value }]) => value)
}
