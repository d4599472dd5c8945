import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { isTokenExpired } from '@fleet-auditor/model/stored-token.ts'
import type { Clock } from '../ports/clock.ts'
import type { RandomBytes } from '../ports/random-bytes.ts'
import type { StoredToken, TokenScope, TokenStore } from '../ports/token-store.ts'
import { newSecretToken, tokenHash } from './secret-token.ts'

interface AskedToken {
  readonly name: string
  readonly scopes: readonly TokenScope[]
  /** ISO 8601; absent: it does not expire. */
  readonly expiresAt?: string
}

/** Makes a token. The secret is in the answer and nowhere else. Throws AuditorError `usage` for what makes no sense. */
export async function createToken(
  asked: AskedToken,
  ports: { readonly tokens: TokenStore; readonly clock: Clock; readonly random: RandomBytes },
): Promise<{ readonly token: string; readonly stored: StoredToken }> {
  const createdAt = ports.clock.now()
  refuseSenseless(asked, createdAt)
  const { id, token } = newSecretToken(ports.random)
  const stored: StoredToken = {
    id,
    name: asked.name.trim(),
    hash: tokenHash(token),
    scopes: [...new Set(asked.scopes)],
    createdAt,
    expiresAt: asked.expiresAt,
  }
  await ports.tokens.create(stored)
  return { token, stored }
}

const longestName = 100

function refuseSenseless({ name, scopes, expiresAt }: AskedToken, now: string): void {
  const refuse = (message: string, place: string, remedy: string): never => {
    throw new AuditorError('usage', message, { place, remedy })
  }
  if (name.trim() === '' || name.length > longestName) {
    refuse('a token needs a name', 'name', `say who uses it, in 1 to ${longestName} characters`)
  }
  if (scopes.length === 0) refuse('a token needs a scope', 'scopes', 'give it read, run or write')
  if (isTokenExpired({ expiresAt }, now)) {
    refuse('the token would have expired already', 'expires', 'name a time that lies ahead')
  }
}
