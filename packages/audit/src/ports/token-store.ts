import { z } from 'zod'

export const TokenScope = z.enum(['read', 'run', 'write'])
export type TokenScope = z.infer<typeof TokenScope>

/** A token of the API at rest. `id` is its public prefix; the secret's hash is kept, never the secret. */
export const StoredToken = z.object({
  id: z.string(),
  name: z.string(),
  /** SHA-256 of the whole token, hex. */
  hash: z.string(),
  scopes: z.array(TokenScope),
  createdAt: z.string(),
  expiresAt: z.string().optional(),
  lastUsedOn: z.iso.date().optional(),
})
export type StoredToken = z.infer<typeof StoredToken>

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
