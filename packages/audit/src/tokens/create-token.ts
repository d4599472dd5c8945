import { createHash, timingSafeEqual } from 'node:crypto'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { isTokenExpired } from '@fleet-auditor/model/stored-token.ts'
import type { Clock, RandomBytes } from '../ports/clock.ts'
import type { StoredToken, TokenScope, TokenStore } from '../ports/token-store.ts'

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

/** `fa_<id>_<secret>`: 48 bits that name the token, 256 bits that prove it (base64url). */
const shape = /^fa_([0-9a-f]{12})_[A-Za-z0-9_-]{43}$/

export function newSecretToken(random: RandomBytes): { readonly id: string; readonly token: string } {
  const id = Buffer.from(random(6)).toString('hex')
  return { id, token: `fa_${id}_${Buffer.from(random(32)).toString('base64url')}` }
}

/** The public part of a token; none where the word is no token of ours. */
export const tokenId = (token: string): string | undefined => shape.exec(token)?.[1]

/** SHA-256, hex. A plain hash will do: the secret is 256 bits of chance, not a password. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Takes as long for a hash that differs in its first byte as for one that differs in its last. */
export function sameHash(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left, 'hex'), Buffer.from(right, 'hex')]
  return a.length === b.length && timingSafeEqual(a, b)
}
