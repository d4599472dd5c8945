import { createHash, timingSafeEqual } from 'node:crypto'
import type { RandomBytes } from '../ports/random-bytes.ts'

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
