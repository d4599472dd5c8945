import type { Clock } from '@fleet-auditor/audit/ports/clock.ts'
import type { StoredToken, TokenStore } from '@fleet-auditor/audit/ports/token-store.ts'
import { checkToken } from '@fleet-auditor/audit/tokens/check-token.ts'
import { tokenHash, tokenId } from '@fleet-auditor/audit/tokens/create-token.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'

/** A word that proved nothing is not looked up again for as long. */
const missMs = 10_000
/** Look-ups a second of words that never proved anything; a token that did is looked up beyond them. */
const lookupsPerSecond = 50
/** Words remembered, by their hashes. */
const mostRemembered = 10_000

export type ProveToken = (word: string) => Promise<StoredToken | undefined>

/** Look-ups of one second that have proven nothing, or not yet. */
interface Second {
  readonly at: number
  lookups: number
  /** Of the look-up that failed last: the store did not say what the word proves. */
  failure?: unknown
}

/**
 * The token that a word proves. Wrong words cost the store little, however many come: one that is no token is not
 * looked up, one that proved nothing not again at once, and a flood of new ones is refused. Throws AuditorError `usage`,
 * `throttled`, in a flood; where it is the store that fails, what the store threw.
 */
export function tokenProof(tokens: Pick<TokenStore, 'find' | 'touch'>, clock: Clock): ProveToken {
  const missedAt = new Map<string, number>()
  const proven = new Set<string>()
  let second: Second = { at: 0, lookups: 0 }
  return async (word) => {
    if (tokenId(word) === undefined) return undefined
    const [hash, now] = [tokenHash(word), Date.parse(clock.now())]
    if (isRecent(missedAt.get(hash), now)) return undefined
    // A clock that was set back begins another second too.
    if (now < second.at || now - second.at >= 1000) second = { at: now, lookups: 0 }
    const look = () => checkToken(word, { tokens, clock })
    const wasProven = proven.has(hash)
    const token = wasProven ? await look() : await counted(second, look)
    if (!token) {
      proven.delete(hash)
      remember(missedAt, () => missedAt.set(hash, now))
    } else if (!wasProven) remember(proven, () => proven.add(hash))
    return token
  }
}

/** One of the look-ups of a second, counted before it is made: a thousand that come at once wait for no answer. */
async function counted(second: Second, look: () => Promise<StoredToken | undefined>): Promise<StoredToken | undefined> {
  if (second.lookups >= lookupsPerSecond) throw second.failure ?? flooded()
  second.lookups++
  try {
    const token = await look()
    if (token) second.lookups--
    return token
  } catch (error) {
    second.failure = error
    throw error
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
    retryAfterSeconds: 1,
    remedy: 'send the request again in a second',
  })
