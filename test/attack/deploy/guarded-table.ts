import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { tablePartitions } from '@fleet-auditor/adapters/store/table/table-partitions.ts'
import type { Condition, Right } from '@fleet-auditor/audit/access/right.ts'
import { listenOnLoopback } from '@fleet-auditor/simulator/loopback.ts'
import { z } from 'zod'
import { forward } from '../../night/interpreter/write-watch.ts'

const Text = z.object({ S: z.string() })
const Row = z.looseObject({ pk: Text })

/** Of a request of DynamoDB, what IAM judges. */
const Body = z.looseObject({
  Key: Row.optional(),
  Item: Row.optional(),
  RequestItems: z
    .record(
      z.string(),
      z.array(
        z.union([
          z.object({ PutRequest: z.object({ Item: Row }) }).transform(({ PutRequest }) => PutRequest.Item),
          z.object({ DeleteRequest: z.object({ Key: Row }) }).transform(({ DeleteRequest }) => DeleteRequest.Key),
        ]),
      ),
    )
    .optional(),
  IndexName: z.string().optional(),
  Select: z.string().optional(),
  KeyConditionExpression: z.string().optional(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).default({}),
  ExpressionAttributeValues: z.record(z.string(), z.looseObject({ S: z.string().optional() })).default({}),
})
type Body = z.infer<typeof Body>

interface Asked {
  readonly action: string
  readonly on: 'table' | 'indexes'
  readonly keys: readonly string[]
  readonly select: string | undefined
}

/**
 * A way to the database that lets pass what some rights allow, as IAM would judge them, and refuses the rest as
 * DynamoDB refuses it. Throws for a request whose partition keys it does not find: nothing passes unjudged.
 */
export async function guardTable(database: string, rights: readonly Right[]) {
  const refused: string[] = []
  const server = createServer((asked, answer) => void pass(asked, answer).catch(() => answer.destroy()))
  const loopback = await listenOnLoopback(server)

  async function pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const sent = await buffer(asked)
    const request = askedOf(String(asked.headers['x-amz-target']), Body.parse(JSON.parse(sent.toString())))
    if (!rights.some((right) => allows(right, request))) {
      refused.push(`${request.action} ${request.keys.join()}`)
      const body = { __type: 'com.amazon.coral.service#AccessDeniedException', Message: 'not authorized' }
      answer.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body))
      return
    }
    const { status, headers, body } = await forward(database, asked, sent)
    answer.writeHead(status, headers).end(body)
  }
  return { endpoint: `http://127.0.0.1:${loopback.port}`, refused, close: () => loopback.close() }
}

function askedOf(target: string, body: Body): Asked {
  const action = target.replace(/^DynamoDB_\d+\./, 'dynamodb:')
  const rows = [body.Key, body.Item, ...Object.values(body.RequestItems ?? {}).flat()]
  const keys = [...rows.flatMap((row) => row?.pk.S ?? []), ...queriedKeys(body)]
  if (keys.length === 0) throw new Error(`${action} without a partition key`)
  return { action, on: body.IndexName === undefined ? 'table' : 'indexes', keys, select: body.Select }
}

/** `pk = :value`, whatever stands for the two. */
function queriedKeys({ KeyConditionExpression = '', ...names }: Body): string[] {
  return [...KeyConditionExpression.matchAll(/(#?\w+) = (:\w+)/g)].flatMap(([, name = '', value = '']) =>
    /^(gsi\dpk|pk)$/.test(names.ExpressionAttributeNames[name] ?? name)
      ? (names.ExpressionAttributeValues[value]?.S ?? [])
      : [],
  )
}

function allows({ actions, on, parts = [], conditions = [] }: Right, asked: Asked): boolean {
  if (!actions.includes(asked.action) || on !== asked.on) return false
  if (on === 'indexes') return true
  const patterns = parts.flatMap((part) => tablePartitions[part])
  const isLike = (key: string): boolean => patterns.some((pattern) => stringLike(pattern).test(key))
  return asked.keys.every(isLike) && conditions.every((condition) => holds(condition, asked))
}

/** IAM's own pattern: `*` stands for any text. */
const stringLike = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((text) => text.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's',
  )

function holds({ test, variable, values }: Condition, { select }: Asked): boolean {
  if (test !== 'StringEquals' || variable !== 'dynamodb:Select') {
    throw new Error(`${test} ${variable} is not judged here`)
  }
  return select !== undefined && values.includes(select)
}
