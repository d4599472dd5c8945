import { GetCommand, paginateQuery, type QueryCommandInput } from '@aws-sdk/lib-dynamodb'
import type { FleetTable } from '../fleet-table.ts'
import { isExpired } from './expiry.ts'
import type { RowKey } from './keys.ts'

/** Reads under way together: they hide each other's round trips, and leave the client sockets for other work. */
export const readsAtOnce = 16

export type Row = Readonly<Record<string, unknown>>

/** One row as of now; an expired one is not there. `only`: the attributes wanted, `expiresAt` among them. */
export async function readRow(table: FleetTable, key: RowKey, only?: readonly string[]): Promise<Row | undefined> {
  const { Item } = await table.documents.send(
    new GetCommand({ TableName: table.name, Key: key, ConsistentRead: true, ...(only && projectionOf(only)) }),
  )
  return Item && !isExpired(Item, table.now()) ? Item : undefined
}

export interface RowQuery {
  readonly partition: string
  readonly prefix?: string
  /** With a prefix: only sort keys up to this one. */
  readonly upTo?: string
  readonly index?: 'gsi1' | 'gsi2'
  readonly newestFirst?: boolean
  readonly only?: readonly string[]
  /** Rows per request; the query goes on to the end all the same. */
  readonly pageSize?: number
}

/** All rows of a partition in order, page by page, without the expired ones. */
export async function* queryRows(table: FleetTable, query: RowQuery): AsyncGenerator<Row> {
  const settings = { client: table.documents, pageSize: query.pageSize }
  for await (const page of paginateQuery(settings, inputOf(table.name, query))) {
    for (const row of page.Items ?? []) if (!isExpired(row, table.now())) yield row
  }
}

export async function allRows(table: FleetTable, query: RowQuery): Promise<Row[]> {
  const rows: Row[] = []
  for await (const row of queryRows(table, query)) rows.push(row)
  return rows
}

const beginning = ' and begins_with(#sk, :sk)'
const between = ' and #sk between :sk and :upTo'

function inputOf(name: string, query: RowQuery): QueryCommandInput {
  const { partition, prefix, upTo, index } = query
  const only = query.only ? projectionOf(query.only) : undefined
  return {
    TableName: name,
    IndexName: index,
    ConsistentRead: index === undefined,
    KeyConditionExpression: `#pk = :pk${prefix === undefined ? '' : upTo === undefined ? beginning : between}`,
    ExpressionAttributeNames: {
      '#pk': `${index ?? ''}pk`,
      ...(prefix === undefined ? {} : { '#sk': `${index ?? ''}sk` }),
      ...only?.ExpressionAttributeNames,
    },
    ExpressionAttributeValues: {
      ':pk': partition,
      ...(prefix === undefined ? {} : { ':sk': prefix }),
      ...(upTo === undefined ? {} : { ':upTo': upTo }),
    },
    ScanIndexForward: query.newestFirst !== true,
    ProjectionExpression: only?.ProjectionExpression,
  }
}

/** Attribute names as placeholders: half of all plain words are reserved. */
function projectionOf(only: readonly string[]) {
  const names = Object.fromEntries(only.map((attribute, at) => [`#only${at}`, attribute]))
  return { ProjectionExpression: Object.keys(names).join(', '), ExpressionAttributeNames: names }
}
