import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { listenOnLoopback } from '@fleet-auditor/simulator/loopback.ts'
import { z } from 'zod'
import { serve } from '../child.ts'

export interface MeterJob {
  /** The database. */
  readonly endpoint: string
}

/** What went through since the start: `GET /metered` returns it. */
export interface Metered {
  readonly requests: number
  readonly writeUnits: number
}

export interface Meter {
  readonly endpoint: string
}

const Consumed = z.object({ CapacityUnits: z.number() })
const Answer = z.object({ ConsumedCapacity: z.union([Consumed, z.array(Consumed)]).optional() })
const writes = /\.(Put|Update|Delete|BatchWrite|TransactWrite)/

/** A way to a database that asks with every write what it consumed; functions make their clients themselves. */
await serve(async ({ endpoint }: MeterJob): Promise<Meter> => {
  let metered: Metered = { requests: 0, writeUnits: 0 }
  const { port } = await listenOnLoopback(createServer((asked, answer) => void pass(asked, answer)))
  return { endpoint: `http://127.0.0.1:${port}` }

  async function pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    if (asked.url === '/metered') return void answer.end(JSON.stringify(metered))
    try {
      const isWrite = writes.test(String(asked.headers['x-amz-target']))
      const body = await text(asked)
      const { status, headers, reply } = await forward(endpoint, asked, isWrite ? metering(body) : body)
      const units = isWrite && status === 200 ? unitsOf(reply) : 0
      metered = { requests: metered.requests + 1, writeUnits: metered.writeUnits + units }
      answer.writeHead(status, headers).end(reply)
    } catch {
      answer.destroy()
    }
  }
})

const metering = (body: string): string => JSON.stringify({ ...JSON.parse(body), ReturnConsumedCapacity: 'TOTAL' })

function unitsOf(reply: string): number {
  let units = 0
  for (const each of [Answer.parse(JSON.parse(reply)).ConsumedCapacity ?? []].flat()) units += each.CapacityUnits
  return units
}

async function forward(endpoint: string, { method, url = '/', headers }: IncomingMessage, body: string) {
  const sent = request(new URL(url, endpoint), {
    method,
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
  })
  const answered = Promise.withResolvers<IncomingMessage>()
  sent.on('response', answered.resolve).on('error', answered.reject)
  sent.end(body)
  const answer = await answered.promise
  return { status: answer.statusCode ?? 500, headers: answer.headers, reply: await text(answer) }
}
