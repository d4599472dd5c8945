import { z } from 'zod'
import type { Database } from './database.ts'
import { groupCommit } from './group-commit.ts'
import { getItem, query, scan, tableOf, type Answer } from './reads.ts'
import { isRefusal, refusal, type Refusal } from './refusal.ts'
import { requests, type Request } from './requests.ts'
import { batchWriteItem, deleteItem, putItem, updateItem } from './writes.ts'

interface Answered {
  readonly status: 200 | 400
  readonly json: Uint8Array
}

/** DynamoDB's protocol over the embedded database: the part that the store speaks, and a refusal of all else. */
export interface Engine {
  /** `name`: of the request, as in `x-amz-target`. Rejects with SQLite's or the file system's own error. */
  readonly answer: (name: string, body: string) => Promise<Answered>
  /** Ends when everything accepted is stored. */
  readonly close: () => void
}

interface Verb {
  readonly isWrite: boolean
  /** The work of a request, or a refusal of what it asks. */
  readonly parse: (input: unknown) => (database: Database) => Answer
}

const verbOf =
  (isWrite: boolean) =>
  <T>(shape: z.ZodType<T>, run: (database: Database, request: T) => Answer): Verb => ({
    isWrite,
    parse: (input) => {
      const parsed = shape.safeParse(input)
      if (parsed.success) return (database) => run(database, parsed.data)
      throw refusal('ValidationException', `the embedded database refuses this: ${z.prettifyError(parsed.error)}`)
    },
  })
const [reading, writing] = [verbOf(false), verbOf(true)]

const verbs = new Map<string, Verb>([
  ['GetItem', reading(requests.GetItem, getItem)],
  ['Query', reading(requests.Query, query)],
  ['Scan', reading(requests.Scan, scan)],
  ['DescribeTable', reading(requests.DescribeTable, describeTable)],
  ['CreateTable', writing(requests.CreateTable, createTable)],
  ['PutItem', writing(requests.PutItem, putItem)],
  ['DeleteItem', writing(requests.DeleteItem, deleteItem)],
  ['UpdateItem', writing(requests.UpdateItem, updateItem)],
  ['BatchWriteItem', writing(requests.BatchWriteItem, batchWriteItem)],
])

export function createEngine(database: Database): Engine {
  const commits = groupCommit(database)
  return {
    answer: async (name, body) => {
      const verb = verbs.get(name)
      let answer: Answered | undefined
      const work = (): void => {
        answer = answered(() => {
          if (verb) return verb.parse(JSON.parse(body))(database)
          throw refusal('ValidationException', `the embedded database has no ${name}`)
        })
      }
      if (verb?.isWrite) await commits.add(work)
      else work()
      if (answer) return answer
      throw new Error(`the embedded database gave no answer to ${name}`)
    },
    close: () => {
      commits.flush()
      database.close()
    },
  }
}

/** The store has one kind of table: keys `pk` and `sk`, and two indexes of all attributes. */
function createTable(database: Database, { TableName }: Request<'CreateTable'>): Answer {
  if (database.table(TableName)) throw refusal('ResourceInUseException', `Table already exists: ${TableName}`)
  database.create(TableName)
  return [JSON.stringify({ TableDescription: { TableName, TableStatus: 'ACTIVE' } })]
}

function describeTable(database: Database, { TableName }: Request<'DescribeTable'>): Answer {
  tableOf(database, TableName)
  return [JSON.stringify({ Table: { TableName, TableStatus: 'ACTIVE' } })]
}

/** A refusal is an answer, too: one write that is refused does not end the others of its transaction. */
function answered(work: () => Answer): Answered {
  try {
    const parts = work().map((part) => (typeof part === 'string' ? Buffer.from(part) : part))
    return { status: 200, json: Buffer.concat(parts) }
  } catch (error) {
    if (isRefusal(error)) return { status: 400, json: refusalJson(error) }
    throw error
  }
}

const refusalJson = ({ refused, message }: Refusal): Uint8Array =>
  Buffer.from(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${refused}`, message }))
