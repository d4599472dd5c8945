import { isDeepStrictEqual } from 'node:util'
import { holds } from './condition.ts'
import type { Database } from './database.ts'
import { parseCondition, readerOf, type Placeholders } from './expression.ts'
import type { ItemTable } from './item-table.ts'
import { indexKeyOf, indexNames, keyOf, parseItem, sizeOf, type AttributeValue, type Item } from './item.ts'
import { consumed, tableOf, type Answer } from './reads.ts'
import { refusal } from './refusal.ts'
import type { Request } from './requests.ts'

/** DynamoDB's own limit of an item. */
const itemBytes = 400 * 1024

/** Each write looks at everything before it changes anything: one that is refused has changed nothing. */
export function putItem(database: Database, request: Request<'PutItem'>): Answer {
  const table = tableOf(database, request.TableName)
  return replace(table, request, { before: conditional(table, request.Item, request), after: request.Item })
}

export function deleteItem(database: Database, request: Request<'DeleteItem'>): Answer {
  const table = tableOf(database, request.TableName)
  return replace(table, request, { before: conditional(table, request.Key, request), after: undefined })
}

export function updateItem(database: Database, request: Request<'UpdateItem'>): Answer {
  const table = tableOf(database, request.TableName)
  const before = conditional(table, request.Key, request)
  return replace(table, request, { before, after: updated(before ?? request.Key, request) })
}

export function batchWriteItem(database: Database, request: Request<'BatchWriteItem'>): Answer {
  const changes = Object.entries(request.RequestItems).flatMap(([name, each]) => {
    const table = tableOf(database, name)
    return each.map((one) => ({ name, table, change: changeOf(table, one) }))
  })
  const keys = new Set(changes.map(({ name, change }) => JSON.stringify([name, keyOf(change.key)])))
  if (keys.size < changes.length) throw refusal('ValidationException', 'the batch writes one item twice')
  for (const { change } of changes) check(change)
  const units = Map.groupBy(changes, ({ name }) => name)
  for (const { table, change } of changes) apply(table, change)
  const capacities = [...units].flatMap(([TableName, all]) => {
    const sum = all.reduce((before, { change }) => before + writeUnits(change), 0)
    return consumed({ ...request, TableName }, sum).ConsumedCapacity ?? []
  })
  return [JSON.stringify({ UnprocessedItems: {}, ConsumedCapacity: capacities.length > 0 ? capacities : undefined })]
}

interface Change {
  readonly key: Item
  readonly before: Item | undefined
  readonly after: Item | undefined
}

function changeOf(table: ItemTable, one: Request<'BatchWriteItem'>['RequestItems'][string][number]): Change {
  const key = 'PutRequest' in one ? one.PutRequest.Item : one.DeleteRequest.Key
  return { key, before: stored(table, key), after: 'PutRequest' in one ? one.PutRequest.Item : undefined }
}

function stored(table: ItemTable, key: Item): Item | undefined {
  const item = table.get(keyOf(key))
  return item && parseItem(item.json)
}

type Conditional = Placeholders & { readonly ConditionExpression?: string }

/** The item as it is, where the condition of the request holds for it. */
function conditional(table: ItemTable, key: Item, request: Conditional): Item | undefined {
  const item = stored(table, key)
  const { ConditionExpression: condition } = request
  if (condition === undefined || holds(parseCondition(condition, request), item ?? {})) return item
  throw refusal('ConditionalCheckFailedException', 'The conditional request failed')
}

type Metered = Parameters<typeof consumed>[0]

function replace(table: ItemTable, request: Metered, { before, after }: Omit<Change, 'key'>): Answer {
  const key = after ?? before
  if (!key) return [JSON.stringify(consumed(request, 1))]
  const change = { key, before, after }
  check(change)
  apply(table, change)
  return [JSON.stringify(consumed(request, writeUnits(change)))]
}

function check({ after }: Change): void {
  if (!after) return
  if (sizeOf(after) > itemBytes) throw refusal('ValidationException', 'Item size has exceeded the maximum allowed size')
  for (const index of indexNames) indexKeyOf(after, index)
}

const apply = (table: ItemTable, { key, after }: Change): void => (after ? table.put(after) : table.remove(keyOf(key)))

/** `SET name = :value, … REMOVE name, …`: the part of the language that the store uses. */
function updated(item: Item, request: Request<'UpdateItem'>): Item {
  const reader = readerOf(request.UpdateExpression, request)
  const attributes = new Map<string, AttributeValue>(Object.entries(item))
  while (!reader.atEnd()) {
    const isSet = reader.takes('set')
    if (!isSet) reader.expect('remove')
    do {
      const name = reader.attribute()
      if (isSet) attributes.set(name, assigned(reader))
      else attributes.delete(name)
    } while (reader.takes(','))
  }
  const after = Object.fromEntries(attributes)
  if (isDeepStrictEqual(keyOf(after), keyOf(item))) return after
  throw refusal('ValidationException', 'an update may not change the key')
}

function assigned(reader: ReturnType<typeof readerOf>): AttributeValue {
  reader.expect('=')
  const operand = reader.operand()
  if ('value' in operand) return operand.value
  throw refusal('ValidationException', 'the embedded database assigns values only')
}

/** As DynamoDB bills them: a unit for every KB begun of the larger one, in the table and in each index it stands in. */
function writeUnits({ before, after }: Change): number {
  const largest = Math.max(before ? sizeOf(before) : 0, after ? sizeOf(after) : 0)
  const units = Math.max(1, Math.ceil(largest / 1024))
  let sum = units
  for (const index of indexNames) {
    const [from, to] = [before && indexKeyOf(before, index), after && indexKeyOf(after, index)]
    if (from && to && !isDeepStrictEqual(from, to)) sum += 2 * units
    else if ((from ?? to) && !isDeepStrictEqual(before, after)) sum += units
  }
  return sum
}
