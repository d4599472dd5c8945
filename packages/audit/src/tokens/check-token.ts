import { isTokenExpired } from '@fleet-auditor/model/stored-token.ts'
import type { Clock } from '../ports/clock.ts'
import type { StoredToken, TokenStore } from '../ports/token-store.ts'
import { sameHash, tokenHash, tokenId } from './create-token.ts'

/** Compared with where there is no such token, so that an unknown id takes as long as a wrong secret. */
const nobodysHash = tokenHash('')

/**
 * The token that a word proves; undefined where it proves none (not ours, unknown, revoked, wrong secret, expired): who
 * asks does not learn which. Notes the day of its use, once a day.
 */
export async function checkToken(
  word: string,
  ports: { readonly tokens: Pick<TokenStore, 'find' | 'touch'>; readonly clock: Clock },
): Promise<StoredToken | undefined> {
  const id = tokenId(word)
  if (id === undefined) return undefined
  const stored = await ports.tokens.find(id)
  const proven = sameHash(tokenHash(word), stored?.hash ?? nobodysHash)
  if (!stored || !proven) return undefined
  const now = ports.clock.now()
  if (isTokenExpired(stored, now)) return undefined
  const today = now.slice(0, 10)
  // `<`: a clock that was set back would ask for a write at every use.
  if ((stored.lastUsedOn ?? '') < today) await ports.tokens.touch(id, today)
  return stored
}
