import { connect as connectHttp2 } from 'node:http2'
import { request as requestHttps } from 'node:https'

interface Server {
  readonly url: string
  readonly caPem: string
}

interface Question {
  readonly token?: string
  readonly method?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly raw: Buffer
}

const headersOf = ({ token, body, headers }: Question): Record<string, string> => ({
  ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  ...headers,
})

/** Asks over HTTP/2, certificate verified. */
export function ask(server: Server, path: string, question: Question = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const session = connectHttp2(server.url, { ca: server.caPem })
    session.on('error', reject)
    const method = question.method ?? (question.body === undefined ? 'GET' : 'POST')
    const stream = session.request({ ':path': path, ':method': method, ...headersOf(question) })
    const parts: Buffer[] = []
    let head: Record<string, string | string[] | undefined> = {}
    stream.on('response', (received) => (head = { ...received, ':status': String(received[':status']) }))
    stream.on('data', (part: Buffer) => parts.push(part))
    stream.on('error', reject)
    stream.on('close', () => session.close())
    stream.on('end', () => {
      const reply = { status: Number(head[':status']), headers: head, raw: Buffer.concat(parts) }
      return Number.isNaN(reply.status) ? reject(new Error('ended without a response')) : resolve(reply)
    })
    stream.end(question.body === undefined ? undefined : JSON.stringify(question.body))
  })
}

/** The same over HTTP/1.1. */
export function askOverHttp1(server: Server, path: string, question: Question = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const options = { ca: server.caPem, headers: headersOf(question), agent: false, method: question.method ?? 'GET' }
    const request = requestHttps(`${server.url}${path}`, options, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, raw: Buffer.concat(parts) }),
      )
    })
    request.on('error', reject)
    request.end()
  })
}

/** The body as JSON, for tests that know its shape and compare it whole or field by field. */
export function json<T = unknown>(reply: Reply): T {
  return JSON.parse(reply.raw.toString()) as T // the assertion that follows is the check
}

export interface ListBody {
  readonly kind: string
  readonly metadata: {
    readonly continue?: string
    readonly remainingItemCount?: number
    readonly resourceVersion: string
  }
  readonly items: readonly {
    readonly kind?: string
    readonly metadata: { readonly name: string; readonly namespace?: string }
  }[]
}

export interface TableBody {
  readonly kind: string
  readonly columnDefinitions: readonly { readonly name: string; readonly type: string; readonly priority: number }[]
  readonly rows: readonly { readonly cells: readonly unknown[]; readonly object: unknown }[]
}
