import { holds } from './condition.ts'
import type { Database } from './database.ts'
import { parseCondition, readerOf, type Placeholders } from './expression.ts'
import type { ItemTable, Range, StoredItem } from './item-table.ts'
import { keyOf, parseItem, type Item } from './item.ts'
import { boundsOf, placeOf, startOf } from './query.ts'
import { refusal } from './refusal.ts'
import type { Listing, Request } from './requests.ts'

/** An answer's JSON, in parts: items are passed on as they are stored. */
export type Answer = readonly (string | Uint8Array)[]

/** DynamoDB ends a page of a query or scan when it has read this much. */
const pageBytes = 1024 * 1024

export function tableOf(database: Database, name: string): ItemTable {
  const table = database.table(name)
  if (!table) throw refusal('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`)
  return table
}

export function getItem(database: Database, request: Request<'GetItem'>): Answer {
  const stored = tableOf(database, request.TableName).get(keyOf(request.Key))
  const units = consumed(request, readUnits(stored?.bytes ?? 0, request.ConsistentRead))
  if (!stored) return [JSON.stringify(units)]
  return ['{"Item":', projection(request)(stored), rest(units)]
}

export const query = (database: Database, request: Request<'Query'>): Answer =>
  list(tableOf(database, request.TableName), request, {
    ...boundsOf(request.KeyConditionExpression, request.IndexName, request),
    backwards: request.ScanIndexForward === false,
  })

export const scan = (database: Database, request: Request<'Scan'>): Answer =>
  list(tableOf(database, request.TableName), request, { bounds: [], backwards: false })

function list(table: ItemTable, request: Listing, range: Pick<Range, 'partition' | 'bounds' | 'backwards'>): Answer {
  const { IndexName: index, ExclusiveStartKey: start, Limit = Infinity } = request
  const page = pageOf(table.range({ ...range, index, from: start && startOf(start, index) }), Limit)
  const filter = request.FilterExpression === undefined ? undefined : parseCondition(request.FilterExpression, request)
  const wanted = filter ? page.items.filter(({ json }) => holds(filter, parseItem(json))) : page.items
  const figures = {
    Count: wanted.length,
    ScannedCount: page.items.length,
    LastEvaluatedKey: page.last && placeOf(parseItem(page.last.json), index),
    ...consumed(request, readUnits(page.bytes, request.ConsistentRead)),
  }
  if (request.Select === 'COUNT') return [JSON.stringify(figures)]
  const parts = wanted.map(projection(request)).flatMap((part, at) => (at === 0 ? [part] : [',', part]))
  return ['{"Items":[', ...parts, ']', rest(figures)]
}

/** `last`: the item behind which the next page begins, where this one is full. */
function pageOf(stored: Iterable<StoredItem>, limit: number) {
  const items: StoredItem[] = []
  let bytes = 0
  for (const each of stored) {
    items.push(each)
    bytes += each.bytes
    if (items.length >= limit || bytes >= pageBytes) return { items, bytes, last: each }
  }
  return { items, bytes, last: undefined }
}

type Projected = Placeholders & { readonly ProjectionExpression?: string }

function projection(request: Projected): (stored: StoredItem) => string | Uint8Array {
  if (request.ProjectionExpression === undefined) return ({ json }) => json
  const reader = readerOf(request.ProjectionExpression, request)
  const names = [reader.attribute()]
  while (!reader.atEnd()) {
    reader.expect(',')
    names.push(reader.attribute())
  }
  return ({ json }) => {
    const item = parseItem(json)
    const entries = names.flatMap((name) => (item[name] ? [[name, item[name]] as const] : []))
    return JSON.stringify(Object.fromEntries(entries) satisfies Item)
  }
}

/** The members behind the first one of an object. */
function rest(members: Readonly<Record<string, unknown>>): string {
  const json = JSON.stringify(members)
  return json === '{}' ? '}' : `,${json.slice(1)}`
}

const readUnits = (bytes: number, consistent = false): number =>
  Math.max(1, Math.ceil(bytes / 4096)) / (consistent ? 1 : 2)

interface Metered {
  readonly TableName: string
  readonly ReturnConsumedCapacity?: string
}

export const consumed = ({ TableName, ReturnConsumedCapacity = 'NONE' }: Metered, units: number) =>
  ReturnConsumedCapacity === 'NONE' ? {} : { ConsumedCapacity: { TableName, CapacityUnits: units } }
