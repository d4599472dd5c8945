import type { TokenStore } from '@fleet-auditor/audit/ports/token-store.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { StoredToken } from '@fleet-auditor/model/stored-token.ts'
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import { UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update'
import { z } from 'zod'
import type { Guarded, FleetTable } from '../fleet-table.ts'
import { batchWrite, deletionOf } from '../table/batch-write.ts'
import { absent, tookPlace } from '../table/conditional.ts'
import { tokenKey, tokensPartition } from '../table/keys.ts'
import { allRows, readRow, type Row } from '../table/read-rows.ts'

const TokenRow = z.object({ body: z.string(), lastUsedOn: z.iso.date().optional() })

/** Rows stay until they are revoked: an expired token is still listed, so that people see why it is refused. */
export function createTokenStore({ reading, writing }: Guarded): TokenStore {
  return {
    create: writing(create),
    list: reading(list),
    find: reading(find),
    revoke: writing(revoke),
    touch: writing(touch),
  }
}

async function create(table: FleetTable, token: StoredToken): Promise<void> {
  const { lastUsedOn, ...rest } = token
  const row = { ...tokenKey(token.id), body: JSON.stringify(rest), lastUsedOn }
  const put = table.entities.token.build(PutItemCommand).item(row)
  if (await tookPlace(put.options({ condition: absent }).send())) return
  // an answer lost on the way makes the SDK ask again, and find its own row
  if ((await find(table, token.id))?.hash === token.hash) return
  throw new AuditorError('store', `a token with the id ${token.id} exists already`, {
    place: `table ${table.name}`,
    remedy: 'create it again: it gets a new id',
  })
}

async function list(table: FleetTable): Promise<StoredToken[]> {
  const tokens = (await allRows(table, { partition: tokensPartition })).map(toToken)
  return tokens.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

async function find(table: FleetTable, id: string): Promise<StoredToken | undefined> {
  const row = await readRow(table, tokenKey(id))
  return row && toToken(row)
}

/** As a batch of one: the deployment's role deletes in batches only. */
async function revoke(table: FleetTable, id: string): Promise<boolean> {
  if (!(await find(table, id))) return false
  await batchWrite(table, [deletionOf(tokenKey(id))])
  return true
}

/** Without effect for a token that was used on that day or later, and for one that was revoked meanwhile. */
async function touch(table: FleetTable, id: string, day: string): Promise<void> {
  const older = { or: [{ attr: 'lastUsedOn', exists: false } as const, { attr: 'lastUsedOn', lt: day } as const] }
  const update = table.entities.token.build(UpdateItemCommand).item({ ...tokenKey(id), lastUsedOn: day })
  await tookPlace(update.options({ condition: { and: [{ attr: 'pk', exists: true } as const, older] } }).send())
}

function toToken(row: Row): StoredToken {
  const { body, lastUsedOn } = TokenRow.parse(row)
  return { ...StoredToken.parse(JSON.parse(body)), lastUsedOn }
}
