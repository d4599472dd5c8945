import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import {
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import fc from 'fast-check'
import { expect } from 'vitest'

/** What is asked of both databases: a call of the SDK, as data. Keys are of one partition prefix, which each sequence has its own of. */
type Call = (documents: DynamoDBDocumentClient, table: string, prefix: string) => Promise<unknown>
interface Command {
  readonly text: string
  readonly call: Call
}
/** Reported by its text. */
const reported = (command: Command): Command => Object.assign(command, { [fc.toStringMethod]: () => command.text })

const partition = fc.constantFrom('a', 'b')
/** Sort keys whose order differs by bytes and by language; where UTF-16 units differ from UTF-8, dynalite is wrong. */
const sortKey = fc.constantFrom('1', '10', '2', 'B', 'a', 'a#', 'é', '\u{10000}')
const text = fc.constantFrom('x', 'xy', 'Y', 'é', '\u{10000}')
const number = fc.integer({ min: -2, max: 3 })
const attributes = fc.record(
  {
    n: number,
    s: text,
    b: fc.uint8Array({ minLength: 1, maxLength: 3 }),
    o: fc.boolean(),
    l: fc.array(number, { maxLength: 2 }),
    m: fc.record({ k: text }),
  },
  { requiredKeys: [] },
)
const place = fc.option(fc.record({ pk: fc.constantFrom('i', 'j'), sk: sortKey }), { nil: undefined })

interface Expression {
  readonly text: string
  readonly values: Readonly<Record<string, unknown>>
}
const valued = (make: (name: string) => string, value: fc.Arbitrary<unknown>): fc.Arbitrary<Expression> =>
  fc
    .tuple(value, fc.nat({ max: 1_000_000 }))
    .map(([one, id]) => ({ text: make(`:v${id}`), values: { [`:v${id}`]: one } }))
const plain = (words: string) => fc.constant<Expression>({ text: words, values: {} })
const comparator = fc.constantFrom('=', '<>', '<', '<=', '>', '>=')

/** The conditions of DynamoDB's language that the store uses, in any combination. */
const { condition } = fc.letrec<{ condition: Expression; single: Expression }>((tie) => ({
  single: fc.oneof(
    plain('attribute_exists(pk)'),
    plain('attribute_not_exists(pk)'),
    plain('attribute_exists(n)'),
    plain('attribute_not_exists(s)'),
    comparator.chain((by) => valued((name) => `n ${by} ${name}`, number)),
    comparator.chain((by) => valued((name) => `s ${by} ${name}`, text)),
    comparator.chain((by) => valued((name) => `#n ${by} ${name}`, text)),
    valued((name) => `begins_with(s, ${name})`, text),
    fc
      .tuple(
        valued((name) => name, number),
        valued((name) => name, number),
      )
      .filter(
        ([low, high]) =>
          low.text !== high.text && Number(Object.values(low.values)[0]) <= Number(Object.values(high.values)[0]),
      )
      .map(([low, high]) => ({
        text: `n BETWEEN ${low.text} AND ${high.text}`,
        values: { ...low.values, ...high.values },
      })),
  ),
  condition: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    tie('single'),
    tie('condition').map(({ text: inner, values }) => ({ text: `NOT (${inner})`, values })),
    fc.tuple(tie('condition'), fc.constantFrom('AND', 'OR'), tie('condition')).map(([left, by, right]) => ({
      text: `(${left.text}) ${by} (${right.text})`,
      values: { ...left.values, ...right.values },
    })),
  ),
}))
const maybeCondition = fc.option(condition, { nil: undefined, freq: 2 })

/** Members of a request; DynamoDB refuses an empty record and an unused name. */
function expressed(member: 'ConditionExpression' | 'FilterExpression', expression: Expression | undefined) {
  if (!expression) return {}
  return {
    [member]: expression.text,
    ...(expression.text.includes('#n') ? { ExpressionAttributeNames: { '#n': 'n' } } : {}),
    ...(Object.keys(expression.values).length === 0 ? {} : { ExpressionAttributeValues: expression.values }),
  }
}

const item = fc.tuple(partition, sortKey, attributes, place).map(([pk, sk, rest, at]) => (prefix: string) => ({
  ...rest,
  pk: prefix + pk,
  sk,
  ...(at && { gsi1pk: prefix + at.pk, gsi1sk: at.sk }),
}))
const key = fc.tuple(partition, sortKey).map(([pk, sk]) => (prefix: string) => ({ pk: prefix + pk, sk }))
const wordsOf = (...parts: readonly unknown[]): string => parts.map((part) => JSON.stringify(part)).join(' ')

const put = fc.tuple(item, maybeCondition).map(([make, when]): Command => ({
  text: wordsOf('put', make(''), when),
  call: (documents, TableName, prefix) =>
    documents.send(new PutCommand({ TableName, Item: make(prefix), ...expressed('ConditionExpression', when) })),
}))
const remove = fc.tuple(key, maybeCondition).map(([make, when]): Command => ({
  text: wordsOf('delete', make(''), when),
  call: (documents, TableName, prefix) =>
    documents.send(new DeleteCommand({ TableName, Key: make(prefix), ...expressed('ConditionExpression', when) })),
}))
const update = fc
  .tuple(key, text, fc.constantFrom('REMOVE n', 'REMOVE n, gsi1pk', ''), maybeCondition)
  .map(([make, set, removed, when]): Command => ({
    text: wordsOf('update', make(''), set, removed, when),
    call: (documents, TableName, prefix) => {
      const { ExpressionAttributeValues, ...rest } = expressed('ConditionExpression', when)
      const UpdateExpression = `SET s = :set, gsi1sk = :set ${removed}`
      const values = { ...(ExpressionAttributeValues as object | undefined), ':set': set }
      return documents.send(
        new UpdateCommand({
          TableName,
          Key: make(prefix),
          UpdateExpression,
          ExpressionAttributeValues: values,
          ...rest,
        }),
      )
    },
  }))
const get = key.map((make): Command => ({
  text: wordsOf('get', make('')),
  call: async (documents, TableName, prefix) =>
    (await documents.send(new GetCommand({ TableName, Key: make(prefix), ConsistentRead: true }))).Item,
}))
const batch = fc
  .uniqueArray(fc.tuple(item, fc.boolean()), {
    minLength: 1,
    maxLength: 6,
    selector: ([make]) => `${make('').pk} ${make('').sk}`,
  })
  .map((all): Command => ({
    text: wordsOf(
      'batch',
      all.map(([make, isPut]) => [make(''), isPut]),
    ),
    call: (documents, TableName, prefix) => {
      const requests = all.map(([make, isPut]) => {
        const Item = make(prefix)
        return isPut ? { PutRequest: { Item } } : { DeleteRequest: { Key: { pk: Item.pk, sk: Item.sk } } }
      })
      return documents.send(new BatchWriteCommand({ RequestItems: { [TableName]: requests } }))
    },
  }))

const bound = fc.oneof(
  fc.constant({ text: '', values: {} }),
  fc.tuple(fc.constantFrom('=', '<', '<=', '>', '>='), sortKey).map(([by, at]) => ({
    text: ` AND #sk ${by} :at`,
    values: { ':at': at },
  })),
  sortKey.map((at) => ({ text: ' AND begins_with(#sk, :at)', values: { ':at': at } })),
  fc.tuple(sortKey, sortKey).map(([one, two]) => {
    const [low, high] = [one, two].toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    return { text: ' AND #sk BETWEEN :at AND :to', values: { ':at': low, ':to': high } }
  }),
)
const limit = fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined })
const filter = fc.option(condition, { nil: undefined, freq: 1 })

/** To the end, page by page: what every page held. Items at one place of an index are in no order that is documented. */
const query = fc
  .tuple(partition, bound, limit, filter, fc.boolean(), fc.constantFrom('', 'gsi1'))
  .map(([of, { text: words, values }, Limit, kept, isForward, index]): Command => ({
    text: wordsOf('query', index, of, words, values, Limit, kept, isForward),
    call: async (documents, TableName, prefix) => {
      const {
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: more,
        ...rest
      } = expressed('FilterExpression', kept)
      const pages = await walk(async (ExclusiveStartKey) =>
        documents.send(
          new QueryCommand({
            TableName,
            ...(index === '' ? { ConsistentRead: true } : { IndexName: index }),
            KeyConditionExpression: `#pk = :pk${words}`,
            ExpressionAttributeNames: {
              '#pk': `${index}pk`,
              ...(words === '' ? {} : { '#sk': `${index}sk` }),
              ...(names as object | undefined),
            },
            ExpressionAttributeValues: {
              ':pk': prefix + (index === '' ? of : { a: 'i', b: 'j' }[of]),
              ...values,
              ...(more as object | undefined),
            },
            ScanIndexForward: isForward,
            Limit,
            ExclusiveStartKey,
            ...rest,
          }),
        ),
      )
      const items = pages.flatMap((page) => page.items)
      if (index === '') return { pages, items }
      const places = items.map((each) => each['gsi1sk'])
      return { scanned: pages.map((page) => page.scanned), places, items: items.map(canonicalItem).toSorted() }
    },
  }))
const scan = fc.tuple(limit, filter).map(([Limit, kept]): Command => ({
  text: wordsOf('scan', Limit, kept),
  call: async (documents, TableName, prefix) => {
    const { ExpressionAttributeValues: more, ...rest } = expressed('FilterExpression', kept)
    const own = 'begins_with(pk, :prefix)'
    const FilterExpression = kept ? `${own} AND (${kept.text})` : own
    const pages = await walk(async (ExclusiveStartKey) =>
      documents.send(
        new ScanCommand({
          TableName,
          Limit: Limit && Limit * 50,
          ExclusiveStartKey,
          ...rest,
          FilterExpression,
          ExpressionAttributeValues: { ...(more as object | undefined), ':prefix': prefix },
        }),
      ),
    )
    return pages.flatMap((page) => page.items.map(canonicalItem)).toSorted()
  },
}))

type Item = Record<string, unknown>
const canonicalItem = (each: Item): string =>
  canonical(JSON.parse(JSON.stringify(each, (_, value: unknown) => (value instanceof Uint8Array ? [...value] : value))))

interface Page {
  readonly Items?: Item[]
  readonly ScannedCount?: number
  readonly LastEvaluatedKey?: Item
}

async function walk(next: (from: Item | undefined) => Promise<Page>) {
  const pages: { items: Item[]; scanned: number | undefined }[] = []
  let from: Item | undefined
  do {
    const { Items = [], ScannedCount, LastEvaluatedKey } = await next(from)
    pages.push({ items: Items, scanned: ScannedCount })
    from = LastEvaluatedKey
  } while (from)
  return pages
}

const isRead = /^"(get|query|scan)"/

/** A refusal counts by its name; of a write nothing but that it took place. */
async function outcome(
  { text: words, call }: Command,
  documents: DynamoDBDocumentClient,
  table: string,
  prefix: string,
) {
  try {
    const answer = await call(documents, table, prefix)
    return isRead.test(words) ? { answer } : 'done'
  } catch (error) {
    return { refused: error instanceof Error ? error.name : String(error) }
  }
}

/** Any sequence of calls is answered alike by two databases that have the store's table; a difference is shrunk to the shortest sequence. */
export async function expectAlike(
  one: DynamoDBClient,
  other: DynamoDBClient,
  table: string,
  numRuns: number,
): Promise<void> {
  const [ours, theirs] = [DynamoDBDocumentClient.from(one), DynamoDBDocumentClient.from(other)]
  const command = fc.oneof(
    { weight: 4, arbitrary: put },
    { weight: 2, arbitrary: update },
    { weight: 2, arbitrary: remove },
    { weight: 1, arbitrary: batch },
    { weight: 1, arbitrary: get },
    { weight: 4, arbitrary: query },
    { weight: 1, arbitrary: scan },
  )
  const commands = fc.array(command.map(reported), { minLength: 1, maxLength: 40 })
  let sequences = 0
  await fc.assert(
    fc.asyncProperty(commands, async (sequence) => {
      const prefix = `s${(sequences += 1)}-`
      for (const each of sequence) {
        const [mine, expected] = await Promise.all([
          outcome(each, ours, table, prefix),
          outcome(each, theirs, table, prefix),
        ])
        expect(mine, each.text).toEqual(expected)
      }
    }),
    { numRuns, seed: 20_261_130 },
  )
}
