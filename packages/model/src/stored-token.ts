import { z } from 'zod'

export const TokenScope = z.enum(['read', 'run', 'write'])
export type TokenScope = z.infer<typeof TokenScope>

/** A token of the API at rest. `id` is its public prefix; the secret's hash is stored, never the secret. */
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

/** `now`: ISO 8601. */
export const isTokenExpired = ({ expiresAt }: Pick<StoredToken, 'expiresAt'>, now: string): boolean =>
  expiresAt !== undefined && expiresAt <= now
