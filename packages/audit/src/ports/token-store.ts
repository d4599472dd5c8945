import type { StoredToken } from '@fleet-auditor/model/stored-token.ts'

export { StoredToken, TokenScope } from '@fleet-auditor/model/stored-token.ts'

export interface TokenStore {
  /** Throws AuditorError `store` where the id is taken. */
  create(token: StoredToken): Promise<void>
  /** Sorted by name; those that expired too. */
  list(): Promise<StoredToken[]>
  find(id: string): Promise<StoredToken | undefined>
  /** False: there was none. */
  revoke(id: string): Promise<boolean>
  /** One write a day at most, however many processes say so. */
  touch(id: string, day: string): Promise<void>
}
