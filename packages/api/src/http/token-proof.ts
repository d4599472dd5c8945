import type { Clock } from '@fleet-auditor/audit/ports/clock.ts'
import type { StoredToken, TokenStore } from '@fleet-auditor/audit/ports/token-store.ts'
import { checkToken } from '@fleet-auditor/audit/tokens/check-token.ts'
import { tokenHash, tokenId } from '@fleet-auditor/audit/tokens/create-token.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'

/** A word that proved nothing is not looked up again for as long. */
const missMs = 10_000
/** Look-ups a second that may prove nothing; a token that proved something before is looked up beyond them. */
const missesPerSecond = 50
/** Words remembered, by their hashes. */
const mostRemembered = 10_000

export type ProveToken = (word: string) => Promise<StoredToken | undefined>

/**
 * The token that a word proves. Wrong words cost the store little, however many come: one that is no token is not
 * looked up, one that proved nothing not again at once, and a flood of new ones is refused. Throws AuditorError `usage`,
 * `throttled`, in a flood.
 */
export function tokenProof(tokens: Pick<TokenStore, 'find' | 'touch'>, clock: Clock): ProveToken {
  const missedAt = new Map<string, number>()
  const proven = new Set<string>()
  let second = { at: 0, misses: 0 }
  return async (word) => {
    if (tokenId(word) === undefined) return undefined
    const [hash, now] = [tokenHash(word), Date.parse(clock.now())]
    if (isRecent(missedAt.get(hash), now)) return undefined
    // A clock that was set back begins another second too.
    if (now < second.at || now - second.at >= 1000) second = { at: now, misses: 0 }
    if (second.misses >= missesPerSecond && !proven.has(hash)) throw flooded()
    // Counted before it is looked up: a thousand that come at once wait for no answer.
    const counted = second
    counted.misses++
    const token = await checkToken(word, { tokens, clock })
    if (token) {
      counted.misses--
      remember(proven, () => proven.add(hash))
    } else remember(missedAt, () => missedAt.set(hash, now))
    return token
  }
}

const isRecent = (missed: number | undefined, now: number): boolean =>
  missed !== undefined && now >= missed && now - missed < missMs

/** All are forgotten at once rather than none: what is forgotten is looked up again. */
function remember(words: { readonly size: number; clear(): void }, add: () => void): void {
  if (words.size >= mostRemembered) words.clear()
  add()
}

const flooded = (): AuditorError =>
  new AuditorError('usage', 'too many requests with tokens that prove nothing', {
    reason: 'throttled',
    remedy: 'send the request again in a few seconds',
  })
