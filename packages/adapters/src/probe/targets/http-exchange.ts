import { Agent, request, type IncomingMessage } from 'node:http'
import { hostPort } from '@fleet-auditor/model/host-port.ts'
import type { ProbeTarget } from '@fleet-auditor/model/observation.ts'
import type { Connection } from '../connection/connection.ts'
import type { Sample } from '../connection/timing.ts'
import { faultOf, ProbeFault, silent } from '../probe-fault.ts'

export interface HttpAnswer extends Sample {
  readonly status: number
  /** Milliseconds from the request to the head of the answer. */
  readonly ms: number
}

/** A body longer than this, or slower, ends the connection: the answer has been given with its head. */
const longestBody = 64 * 1024
const slowestBodyMs = 250

/** Asks `GET path` over this one connection again and again, without credentials; redirects are answers. */
export function httpExchange(connection: Connection, target: ProbeTarget): (path: string) => Promise<HttpAnswer> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  agent.createConnection = () => connection.stream()
  const headers = {
    host: hostPort(target.host, target.port),
    accept: 'application/json',
    'user-agent': 'fleet-auditor',
  }
  return async (path) => {
    const stream = connection.stream()
    if (stream.destroyed || stream.writableEnded) throw silent('closed', 'the connection was not kept alive')
    const start = performance.now()
    const head = new Promise<IncomingMessage>((resolve, reject) => {
      const failed = (error: Error) => reject(new ProbeFault(faultOf(error)))
      request({ agent, path, headers }).on('response', resolve).on('error', failed).end()
    })
    const answer = await connection.await('no HTTP answer', head)
    const ms = performance.now() - start
    const late = connection.late()
    if (!(await readToEnd(answer))) stream.destroy()
    return { status: answer.statusCode ?? 0, ms, late }
  }
}

/** Reads and forgets. False when the body was not at its end in time. */
function readToEnd(answer: IncomingMessage): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  let length = 0
  const timer = setTimeout(() => resolve(false), slowestBodyMs)
  answer.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length > longestBody) resolve(false)
  })
  answer.on('end', () => resolve(true))
  answer.on('error', () => resolve(false))
  answer.on('close', () => resolve(false))
  return promise.finally(() => clearTimeout(timer))
}
