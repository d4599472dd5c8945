import { randomBytes } from 'node:crypto'
import { TokenScope, type StoredToken } from '@fleet-auditor/audit/ports/token-store.ts'
import { createToken } from '@fleet-auditor/audit/tokens/create-token.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { nearest } from '@fleet-auditor/model/nearest.ts'
import { isTokenExpired } from '@fleet-auditor/model/stored-token.ts'
import { columns } from '@fleet-auditor/report/columns.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import { printRows } from '../printing/rows.ts'
import { clock, now } from '../wiring/clock.ts'
import { makeStore, openStoreAt } from '../wiring/store.ts'
import { defineCommand, type CommandGroup } from './define-command.ts'
import { argument, listOption, optionalOption, requiredOption } from './options/option.ts'
import { format, storeOptions } from './options/shared-options.ts'
import { lifetime, oneOf, text } from './options/values.ts'

/** Makes a token. It alone goes to stdout, to be put away at once: nothing shows it again. */
const create = defineCommand({
  name: 'create',
  summary: 'make a token; it is shown once',
  options: {
    ...storeOptions,
    name: requiredOption('--name <name>', 'who uses it', text),
    scopes: listOption('--scope <words>', 'read, run, write; comma-separated', oneOf(TokenScope.options), 'read'),
    livesMs: optionalOption('--expires <time>', 'time to live: 12h, 90d, 52w (default: it does not expire)', lifetime),
    format,
  },
  async run({ name, scopes, livesMs, format: as, ...place }, io) {
    const expiresAt = livesMs === undefined ? undefined : new Date(Date.parse(now()) + livesMs).toISOString()
    // A server that has not started yet may have its token made first.
    await using store = await openStoreAt(place, makeStore)
    const ports = { tokens: store.tokens, clock, random: randomBytes }
    const { token, stored } = await createToken({ name, scopes, expiresAt }, ports)
    printRows(io, as, [{ token, ...withoutHash(stored) }], () => [token])
    if (as !== 'table') return
    const until = expiresAt === undefined ? 'does not expire' : `expires ${expiresAt.slice(0, 10)}`
    io.err(`token ${stored.id} for ${safeText(name)}: ${scopes.join(', ')}; ${until}; it is not shown again\n`)
  },
})

/** Every token, without what would prove it. */
const list = defineCommand({
  name: 'list',
  summary: 'the tokens, with when each was last used',
  options: { ...storeOptions, format },
  async run({ format: as, ...place }, io) {
    await using store = await openStoreAt(place)
    const tokens = await store.tokens.list()
    printRows(io, as, tokens.map(withoutHash), (rows) => table(rows, now()))
  },
})

const revoke = defineCommand({
  name: 'revoke',
  summary: 'end a token',
  arguments: { id: argument('<id>', 'its id, as list shows it', 'fleet-auditor token revoke', text) },
  options: storeOptions,
  async run({ id, ...place }, io) {
    await using store = await openStoreAt(place)
    if (!(await store.tokens.revoke(id))) throw unknownToken(id, await store.tokens.list())
    io.err(`token ${id} is revoked\n`)
  },
})

export const tokenCommands: CommandGroup = {
  name: 'token',
  summary: 'tokens of the API: create, list, revoke',
  commands: [create, list, revoke],
}

function unknownToken(id: string, tokens: readonly StoredToken[]): AuditorError {
  const near = nearest(
    id,
    tokens.map((token) => token.id),
  )
  const remedy = near === undefined ? 'list them with: fleet-auditor token list' : `did you mean ${near}?`
  return new AuditorError('usage', `no token has the id ${id}`, { place: 'fleet-auditor token revoke', remedy })
}

type ShownToken = Omit<StoredToken, 'hash'>

function withoutHash(token: StoredToken): ShownToken {
  const { hash: _, ...rest } = token
  return rest
}

function table(rows: readonly ShownToken[], at: string): string[] {
  if (rows.length === 0) return ['no tokens']
  return columns([
    ['ID', 'NAME', 'SCOPES', 'CREATED', 'EXPIRES', 'LAST USED'],
    ...rows.map(({ id, name, scopes, createdAt, expiresAt, lastUsedOn }) => [
      id,
      safeText(name),
      scopes.join(','),
      createdAt.slice(0, 10),
      expiryText(expiresAt, at),
      lastUsedOn ?? 'never',
    ]),
  ])
}

const expiryText = (expiresAt: string | undefined, at: string): string => {
  if (expiresAt === undefined) return 'never'
  const day = expiresAt.slice(0, 10)
  return isTokenExpired({ expiresAt }, at) ? `expired ${day}` : day
}
