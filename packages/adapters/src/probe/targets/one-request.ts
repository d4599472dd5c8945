import { Agent, request, type IncomingMessage } from 'node:http'
import { plainHost } from '@fleet-auditor/model/host-port.ts'
import type { ProbeTarget, TlsFacts } from '@fleet-auditor/model/observation.ts'
import { printable } from '@fleet-auditor/model/printable-text.ts'
import { withConnection, type Connection, type ConnectTarget } from '../connection/connection.ts'
import { secure, type Authentication } from '../connection/secure.ts'
import { faultOf, ProbeFault } from '../probe-fault.ts'

/** One `GET` over a connection of its own, without credentials. */
export interface OneRequest {
  readonly target: Pick<ProbeTarget, 'host' | 'port'>
  readonly path: string
  readonly dial: ConnectTarget
  /** Undefined: plain HTTP. */
  readonly who: Authentication | undefined
  readonly headers?: Readonly<Record<string, string>>
  /** The body may be left unread from here on; absent: it is read to its end. */
  readonly enough?: (body: string) => boolean
}

export interface OneAnswer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  /** Up to 64 KiB. */
  readonly body: string
  readonly connectMs: number
  readonly tls: TlsFacts | undefined
}

/** Rejects with a ProbeFault where no head of an answer came in time. A body that stays open is returned as far as it came. */
export const askOnce = ({ target, path, dial, who, headers, enough }: OneRequest): Promise<OneAnswer> =>
  withConnection(dial, async (connection) => {
    const tls = who ? await secure(connection, who) : undefined
    const answer = await connection.await(
      'no HTTP answer',
      headOf(connection, path, { host: hostOf(target, who), ...headers }),
    )
    const body = await bodyOf(connection, answer, enough)
    return { status: answer.statusCode ?? 0, headers: answer.headers, body, connectMs: connection.connectMs, tls }
  })

/** As a browser names it: the usual port is left out. */
function hostOf({ host, port }: OneRequest['target'], who: Authentication | undefined): string {
  const plain = plainHost(host)
  const named = plain.includes(':') ? `[${plain}]` : plain
  return port === (who ? 443 : 80) ? named : `${named}:${port}`
}

function headOf(
  connection: Connection,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<IncomingMessage> {
  const agent = new Agent({ maxSockets: 1 })
  agent.createConnection = () => connection.stream()
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => reject(new ProbeFault(faultOf(error)))
    request({ agent, path, headers: { accept: '*/*', 'user-agent': 'fleet-auditor', ...headers } })
      .on('response', resolve)
      // An upgrade that was granted is the answer; nothing is sent over it.
      .on('upgrade', resolve)
      .on('error', failed)
      .end()
  })
}

const longestBody = 64 * 1024

async function bodyOf(
  connection: Connection,
  answer: IncomingMessage,
  enough: (body: string) => boolean = () => false,
): Promise<string> {
  let body = ''
  if (answer.statusCode === 101) return body
  const read = new Promise<void>((resolve) => {
    answer.setEncoding('utf8')
    answer.on('data', (chunk: string) => {
      body += chunk
      if (body.length > longestBody || enough(body)) resolve()
    })
    for (const end of ['end', 'error', 'close']) answer.on(end, () => resolve())
  })
  try {
    await connection.await('no end of the HTTP answer', read)
  } catch (error) {
    if (faultOf(error).status === 'cancelled') throw error // anything else ends the body, and its head was an answer
  }
  return body.slice(0, longestBody)
}

/** Where a redirect leads, made harmless. */
export const locationOf = ({ headers: { location } }: Pick<OneAnswer, 'headers'>): string | undefined =>
  location === undefined ? undefined : printable(location, 500)
