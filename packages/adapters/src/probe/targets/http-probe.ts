import { Agent, request, type IncomingMessage } from 'node:http'
import { hostPort } from '@fleet-auditor/model/host-port.ts'
import type { ProbeTarget, TlsFacts } from '@fleet-auditor/model/observation.ts'
import { withConnection, type ConnectTarget, type Connection } from '../connection/connection.ts'
import { authentication, secure, type Authentication } from '../connection/secure.ts'
import { collectSamples, mapSamples, timingOf, type Sample, type Samples } from '../connection/timing.ts'
import { ProbeFault, faultOf, silent } from '../probe-fault.ts'
import { sampleConnect, type ConnectSample, type Probe } from './probe.ts'

/** The API server: round trips of `GET /version` on one warm TLS connection; 401 and 403 are answers too. */
export const probeApi: Probe = (target, { dial, wanted, authority }) =>
  probeHttp({ target, path: '/version', dial, wanted, who: authentication(target.host, authority, ['http/1.1']) })

/** The monitoring port of a Broker, plain HTTP. */
export const probeMonitoring: Probe = (target, { dial, wanted }) =>
  probeHttp({ target, path: '/healthz', dial, wanted, who: undefined })

interface Question {
  readonly target: ProbeTarget
  readonly path: string
  readonly dial: ConnectTarget
  readonly wanted: number
  /** Undefined: plain HTTP. */
  readonly who: Authentication | undefined
}

async function probeHttp(question: Question): ReturnType<Probe> {
  const { cold, connectMs, tls, warm, connects } = await askWarm(question)
  const retaken = await askOnNewConnections(question, warm)
  const roundTrips = { accepted: [...warm.accepted, ...retaken.accepted], late: [...warm.late, ...retaken.late] }
  return {
    status: 'answered',
    connect: timingOf(mapSamples(connects, msOf), connectMs),
    roundTrip: timingOf(mapSamples(roundTrips, msOf), cold.ms),
    tls,
    httpStatus: cold.status,
  }
}

const msOf = ({ ms }: { readonly ms: number }): number => ms

interface Answers {
  readonly cold: HttpAnswer
  readonly connectMs: number
  readonly tls: TlsFacts | undefined
  readonly warm: Samples<HttpAnswer>
  readonly connects: Samples<ConnectSample>
}

/** One connection asked again and again, and beside it others that only connect: two sockets in all. */
const askWarm = ({ target, path, dial, wanted, who }: Question): Promise<Answers> =>
  withConnection(dial, async (connection) => {
    const tls = who ? await secure(connection, who) : undefined
    const get = httpExchange(connection, target)
    const cold = await get(path)
    const [warm, connects] = await Promise.all([
      collectSamples(() => get(path), 1, wanted),
      collectSamples(() => sampleConnect(dial, who), 1, wanted),
    ])
    return { cold, connectMs: connection.connectMs, tls, warm, connects }
  })

/** What a server that keeps no connection alive still owes: one request on each of several established ones. */
async function askOnNewConnections({ target, path, dial, wanted, who }: Question, warm: Samples<HttpAnswer>) {
  const ask = () =>
    withConnection(dial, async (connection) => {
      if (who) await secure(connection, who)
      return httpExchange(connection, target)(path)
    })
  return collectSamples(ask, 1, wanted - warm.accepted.length)
}

interface HttpAnswer extends Sample {
  readonly status: number
  /** Milliseconds from the request to the head of the answer. */
  readonly ms: number
}

/** A body longer than this, or slower, ends the connection: the answer has been given with its head. */
const longestBody = 64 * 1024
const slowestBodyMs = 250

/** Asks `GET path` over this one connection again and again, without credentials; redirects are answers. */
function httpExchange(connection: Connection, target: ProbeTarget): (path: string) => Promise<HttpAnswer> {
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
