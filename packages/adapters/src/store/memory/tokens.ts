import type { TokenStore } from '@fleet-auditor/audit/ports/token-store.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { StoredToken } from '@fleet-auditor/model/stored-token.ts'
import { valueOf, valuesOf, type Cloned, type Memory } from './records.ts'

export const createMemoryTokens = (cloned: Cloned): TokenStore => ({
  create: cloned(create),
  list: cloned(({ records, now }) => {
    return valuesOf(records.tokens, now()).toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  }),
  find: cloned(({ records, now }, id) => valueOf(records.tokens, id, now())),
  revoke: cloned(({ records }, id) => records.tokens.delete(id)),
  touch: cloned(touch),
})

/** Creating it once more changes nothing. */
function create({ records, now }: Memory, token: StoredToken): void {
  const stored = valueOf(records.tokens, token.id, now())
  if (stored === undefined) records.tokens.set(token.id, { value: token })
  else if (stored.hash !== token.hash) {
    throw new AuditorError('store', `a token with the id ${token.id} exists already`, {
      place: 'the store in memory',
      remedy: 'create it again: it gets a new id',
    })
  }
}

/** Never an earlier day, and no token that was revoked meanwhile. */
function touch({ records, now }: Memory, id: string, day: string): void {
  const token = valueOf(records.tokens, id, now())
  if (!token || (token.lastUsedOn ?? '') >= day) return
  records.tokens.set(id, { value: { ...token, lastUsedOn: day } })
}
