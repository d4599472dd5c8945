/** Bytes as base64. */
interface RowBytes {
  readonly B: string
}

/** A row as it is stored, in JSON; what its attributes mean is the store's own. */
export interface StoredRow {
  readonly pk: string
  readonly sk: string
  readonly [attribute: string]: string | number | boolean | readonly string[] | RowBytes
}

interface RowPage {
  readonly rows: readonly StoredRow[]
  /** Where the next page begins; absent at the end. */
  readonly next?: Pick<StoredRow, 'pk' | 'sk'>
}

/**
 * All that a store holds, row by row, for a copy of it. Without tokens, which open the fleet's API, without rows that have
 * expired, and without what only this very store needs (its format's row, where its sweep stands).
 */
export interface StoreRows {
  /** Stores of one layout take each other's rows: the kind of store with the version of its format. */
  readonly layout: string
  page(from?: Pick<StoredRow, 'pk' | 'sk'>): Promise<RowPage>
  isEmpty(): Promise<boolean>
  /** Writes rows as they are. Only into a store that was empty. */
  put(rows: readonly StoredRow[]): Promise<void>
}
