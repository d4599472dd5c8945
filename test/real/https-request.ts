import type { IncomingHttpHeaders } from 'node:http'
import { request } from 'node:https'

export type ApiRequest = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path and query. */
  readonly path: string
  /** None or an empty one: no `Authorization`. */
  readonly token?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON; `content-type: application/json` unless the headers replace it. */
  readonly body?: unknown
}

export type ApiAnswer = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly json: () => unknown
}

const timeoutMs = 20_000

/** One request to a server whose certificate `caPem` signed. Any status is an answer. */
export function httpsRequest(url: string, caPem: string, asked: ApiRequest): Promise<ApiAnswer> {
  const body = asked.body === undefined ? undefined : JSON.stringify(asked.body)
  const headers = {
    accept: 'application/json',
    ...(asked.token && { authorization: `Bearer ${asked.token}` }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...asked.headers,
  }
  const options = { method: asked.method ?? 'GET', headers, ca: caPem, signal: AbortSignal.timeout(timeoutMs) }
  return new Promise((resolve, reject) => {
    const sent = request(new URL(asked.path, url), options, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.once('error', reject)
      answer.once('end', () => {
        const text = Buffer.concat(chunks).toString()
        const json = (): unknown => JSON.parse(text)
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, json })
      })
    })
    sent.once('error', reject)
    sent.end(body)
  })
}
