import type { Dispatcher } from 'undici'

export interface Exchange {
  readonly dispatcher: Dispatcher
  readonly origin: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body?: string
  /** Bytes of answer after which the exchange is ended. */
  readonly bodyLimit: number
  readonly timeoutMs: number
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

/** What ended an exchange without an answer; `begun`: a status line had come. */
export interface Breakdown {
  readonly why: 'timeout' | 'too-large' | 'aborted' | Error
  readonly begun: boolean
}

/** Body bytes received, and how it ended. */
export type Exchanged = { readonly bytes: number } & (
  | { readonly answer: Answer; readonly breakdown?: never }
  | { readonly answer?: never; readonly breakdown: Breakdown }
)

/**
 * One request and its answer through the dispatcher's raw handler: no stream per body, one timer per request. Never
 * rejects. The timer runs from the call, so it covers the wait for a connection too.
 */
export function exchangeOnce(exchange: Exchange, signal: AbortSignal): Promise<Exchanged> {
  const { promise, resolve } = Promise.withResolvers<Exchanged>()
  const chunks: Buffer[] = []
  let head: Omit<Answer, 'body'> | undefined
  let controller: Dispatcher.DispatchController | undefined
  let bytes = 0
  let settled = false

  const settle = (outcome: Answer | Breakdown): void => {
    if (settled) return
    settled = true
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
    if ('why' in outcome) controller?.abort(new Error('the exchange is over'))
    resolve('why' in outcome ? { bytes, breakdown: outcome } : { bytes, answer: outcome })
  }
  const breakOff = (why: 'timeout' | 'too-large' | 'aborted'): void => settle({ why, begun: head !== undefined })
  const onAbort = (): void => breakOff('aborted')
  const timer = setTimeout(breakOff, exchange.timeoutMs, 'timeout')
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()

  const { dispatcher, origin, path, headers, body } = exchange
  if (settled) return promise
  dispatcher.dispatch(
    { origin, path, method: body === undefined ? 'GET' : 'POST', headers, body: body ?? null },
    {
      onRequestStart: (started) => {
        controller = started
        if (settled) started.abort(new Error('the exchange is over'))
      },
      onResponseStart: (_, status, responseHeaders) => {
        if (status >= 200) head = { status, headers: responseHeaders }
      },
      onResponseData: (_, chunk) => {
        bytes += chunk.length
        if (bytes > exchange.bodyLimit) breakOff('too-large')
        else if (!settled) chunks.push(chunk)
      },
      onResponseEnd: () =>
        head && settle({ ...head, body: chunks.length === 1 ? (chunks[0] ?? empty) : Buffer.concat(chunks) }),
      onResponseError: (_, error) => settle({ why: error, begun: head !== undefined }),
    },
  )
  return promise
}

const empty = Buffer.alloc(0)
