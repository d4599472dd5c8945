import { PutCommand, type PutCommandInput } from '@aws-sdk/lib-dynamodb'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { InputItem } from 'dynamodb-toolbox/entity'
import { EntityConditionParser, type Condition } from 'dynamodb-toolbox/entity/actions/parseCondition'
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import pMap from 'p-map'
import { z } from 'zod'
import type { FleetTable } from '../fleet-table.ts'
import { tookPlace } from './conditional.ts'
import { expiryAfter } from './expiry.ts'
import { pieceKey, type RowKey } from './keys.ts'
import { pack, unpack, type Packed } from './packing.ts'
import { allRows, readsAtOnce, readRow, type Row } from './read-rows.ts'
import type { Entities } from './table-entities.ts'

const PackedRow = z.object({
  pk: z.string(),
  sk: z.string(),
  hash: z.string(),
  pieces: z.number().int(),
  bytes: z.instanceof(Uint8Array),
})
const Piece = PackedRow.pick({ bytes: true })

interface PackedAttributes {
  readonly expiresAt?: number
  readonly run?: string
  readonly superseded?: boolean
  readonly closed?: boolean
  readonly ledger?: string
  readonly worker?: string
}

/** Pieces first: a row that is there is whole. False where the condition did not hold. */
export async function writePacked(
  table: FleetTable,
  key: RowKey,
  { hash, pieces }: Packed,
  { condition, ...attributes }: PackedAttributes & { readonly condition?: Condition<Entities['packed']> },
): Promise<boolean> {
  const [first, ...rest] = pieces
  const { expiresAt } = attributes
  for (const [at, bytes] of rest.entries()) {
    const piece = { ...pieceKey(key, hash, at + 1), bytes, expiresAt }
    await table.entities.piece.build(PutItemCommand).item(piece).send()
  }
  const Item: InputItem<Entities['packed']> = { ...key, ...attributes, hash, pieces: pieces.length, bytes: first }
  const put = new PutCommand({ TableName: table.name, Item, ...(condition && expressionOf(table, condition)) })
  return tookPlace(table.documents.send(put))
}

type Expression = Pick<
  PutCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>
const expressions = new WeakMap<object, Expression>()

/** Parsed once where the condition is a constant, as that of every record is. */
function expressionOf(table: FleetTable, condition: Condition<Entities['packed']>): Expression {
  const expression = expressions.get(condition) ?? parsed(table, condition)
  expressions.set(condition, expression)
  return expression
}

/** DynamoDB refuses an empty list of values. */
function parsed(table: FleetTable, condition: Condition<Entities['packed']>): Expression {
  const { ExpressionAttributeValues, ...rest } = table.entities.packed.build(EntityConditionParser).parse(condition)
  return Object.keys(ExpressionAttributeValues).length === 0 ? rest : { ...rest, ExpressionAttributeValues }
}

export async function readPacked(table: FleetTable, key: RowKey): Promise<unknown> {
  const row = await readRow(table, key)
  return row && unpackRow(table, row)
}

/** A piece of another row is not a row of its own. */
export const isPacked = (row: Row): boolean => row['hash'] !== undefined

export async function unpackRow(table: FleetTable, row: Row): Promise<unknown> {
  const { pk, sk, hash, pieces, bytes } = PackedRow.parse(row)
  const all = [bytes]
  for (let at = 1; at < pieces; at += 1) {
    const piece = await readRow(table, pieceKey({ pk, sk }, hash, at))
    if (!piece) throw damaged(table, { pk, sk }, `piece ${at} of ${pieces} is missing`)
    all.push(Piece.parse(piece).bytes)
  }
  return unpack(all)
}

export const damaged = (table: FleetTable, { pk, sk }: RowKey, what: string): AuditorError =>
  new AuditorError('store', `a stored row is damaged: ${what}`, {
    place: `table ${table.name}, row ${pk} / ${sk}`,
    remedy: 'restore the table from a backup, or begin a new one: the next run audits the whole fleet again',
  })

/** Writes an artifact of one worker for another, whatever was there before; retained as long as a record. */
export async function putArtifact(
  table: FleetTable,
  key: RowKey,
  value: unknown,
  attributes: Pick<PackedAttributes, 'worker'> = {},
): Promise<void> {
  const expiresAt = expiryAfter(table.now(), table.retention.records)
  await writePacked(table, key, pack(JSON.stringify(value)), { ...attributes, expiresAt })
}

/** A value with the sort key it lies under. */
interface Artifact {
  readonly sk: string
  readonly value: unknown
}

/** All values under a prefix, in the order of their keys. */
export async function allArtifacts(table: FleetTable, partition: string, prefix: string): Promise<Artifact[]> {
  const rows = (await allRows(table, { partition, prefix })).filter(isPacked)
  const artifactOf = async (row: Row): Promise<Artifact> => ({
    sk: String(row['sk']),
    value: await unpackRow(table, row),
  })
  return pMap(rows, artifactOf, { concurrency: readsAtOnce })
}
