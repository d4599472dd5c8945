import { randomBytes } from 'node:crypto'
import process from 'node:process'
import { createToken } from '@fleet-auditor/audit/tokens/create-token.ts'
import type { StoredToken, TokenScope } from '@fleet-auditor/audit/ports/token-store.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { nearest } from '@fleet-auditor/model/nearest.ts'
import { columns } from '@fleet-auditor/report/columns.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import type { Format } from '../audit-flags.ts'
import { print } from '../print.ts'
import { withStoreAt, type StorePlace } from '../store-place.ts'

export interface TokenFlags {
  readonly place: StorePlace
  readonly format: Format
}

export interface CreateFlags extends TokenFlags {
  readonly name: string
  readonly scopes: readonly TokenScope[]
  /** Absent: it does not expire. */
  readonly livesMs?: number
}

/** Makes a token. It alone goes to stdout, to be put away at once: nothing shows it again. */
export async function tokenCreate({ place, format, name, scopes, livesMs }: CreateFlags): Promise<void> {
  const now = new Date()
  const expiresAt = livesMs === undefined ? {} : { expiresAt: new Date(now.getTime() + livesMs).toISOString() }
  const ports = { clock: { now: () => now.toISOString() }, random: randomBytes }
  const { token, stored } = await withStoreAt(place, ({ tokens }) =>
    createToken({ name, scopes, ...expiresAt }, { tokens, ...ports }),
  )
  print(format, [{ token, ...shown(stored) }], () => [token])
  if (format !== 'table') return
  const until = stored.expiresAt === undefined ? 'does not expire' : `expires ${stored.expiresAt.slice(0, 10)}`
  process.stderr.write(
    `token ${stored.id} for ${safeText(name)}: ${scopes.join(', ')}; ${until}; it is not shown again\n`,
  )
}

/** Every token, without what would prove it. */
export async function tokenList({ place, format }: TokenFlags): Promise<void> {
  const tokens = await withStoreAt(place, (store) => store.tokens.list())
  const now = new Date().toISOString()
  print(format, tokens.map(shown), (rows) => table(rows, now))
}

export async function tokenRevoke({ place, id }: Pick<TokenFlags, 'place'> & { readonly id: string }): Promise<void> {
  await withStoreAt(place, async ({ tokens }) => {
    if (await tokens.revoke(id)) return
    const near = nearest(
      id,
      (await tokens.list()).map((token) => token.id),
    )
    const remedy = near === undefined ? 'list them with: fleet-auditor token list' : `did you mean ${near}?`
    throw new AuditorError('usage', `no token has the id ${id}`, { place: 'fleet-auditor token revoke', remedy })
  })
  process.stderr.write(`token ${id} is revoked\n`)
}

type ShownToken = Omit<StoredToken, 'hash'>

function shown(token: StoredToken): ShownToken {
  const { hash: _, ...rest } = token
  return rest
}

function table(rows: readonly ShownToken[], now: string): string[] {
  if (rows.length === 0) return ['no tokens']
  return columns([
    ['ID', 'NAME', 'SCOPES', 'CREATED', 'EXPIRES', 'LAST USED'],
    ...rows.map(({ id, name, scopes, createdAt, expiresAt, lastUsedOn }) => [
      id,
      safeText(name),
      scopes.join(','),
      createdAt.slice(0, 10),
      expiryOf(expiresAt, now),
      lastUsedOn ?? 'never',
    ]),
  ])
}

const expiryOf = (expiresAt: string | undefined, now: string): string =>
  expiresAt === undefined ? 'never' : expiresAt <= now ? `expired ${expiresAt.slice(0, 10)}` : expiresAt.slice(0, 10)
