import { encoded, type RowKey } from './keys.ts'

export const outboxPartition = (run: string): string => `OUTBOX#${encoded(run)}`

/** A message's key begins with its run. */
export const outboxKey = (key: string): RowKey => ({ pk: outboxPartition(key.slice(0, key.indexOf('/'))), sk: key })
