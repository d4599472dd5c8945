import type { Dispatcher } from 'undici'
import type { JsonExcess } from '../../wire/json-shape.ts'
import { watchBody } from './json-body.ts'

interface Exchange {
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
export interface TransportError {
  readonly why: 'timeout' | 'too-large' | JsonExcess | 'aborted' | Error
  readonly begun: boolean
}

/** Body bytes received, and how it ended. */
export type Exchanged = { readonly bytes: number } & (
  | { readonly answer: Answer; readonly transportError?: never }
  | { readonly answer?: never; readonly transportError: TransportError }
)

interface Progress {
  head: Omit<Answer, 'body'> | undefined
  controller: Dispatcher.DispatchController | undefined
  bytes: number
  over: boolean
  readonly watch: ReturnType<typeof watchBody>
  readonly chunks: Buffer[]
}

type Settle = (outcome: { readonly answer: Answer } | { readonly why: TransportError['why'] }) => void

/**
 * One request and its answer through the dispatcher's raw handler: no stream per body, one timer per request. Never
 * rejects. The timer runs from the call, so it covers the wait for a connection too.
 */
export function exchangeOnce(exchange: Exchange, signal: AbortSignal): Promise<Exchanged> {
  const { promise, resolve } = Promise.withResolvers<Exchanged>()
  const none = { head: undefined, controller: undefined, bytes: 0, over: false }
  const progress: Progress = { ...none, chunks: [], watch: watchBody() }
  const settle: Settle = (outcome) => {
    if (progress.over) return
    progress.over = true
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
    const { bytes, head, controller } = progress
    if ('answer' in outcome) return resolve({ bytes, answer: outcome.answer })
    controller?.abort(abandoned)
    resolve({ bytes, transportError: { why: outcome.why, begun: head !== undefined } })
  }
  const onAbort = (): void => settle({ why: 'aborted' })
  const timer = setTimeout(settle, exchange.timeoutMs, { why: 'timeout' })
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  const { dispatcher, origin, path, headers, body } = exchange
  const options = { origin, path, method: body === undefined ? 'GET' : 'POST', headers, body: body ?? null }
  if (!progress.over) dispatcher.dispatch(options, handlerOf(progress, exchange.bodyLimit, settle))
  return promise
}

/** undici wants a reason when a request is given up. */
const abandoned = new Error('the answer is no longer awaited')

const handlerOf = (progress: Progress, bodyLimit: number, settle: Settle): Dispatcher.DispatchHandler => ({
  onRequestStart: (controller) => {
    progress.controller = controller
    if (progress.over) controller.abort(abandoned)
  },
  onResponseStart: (_, status, headers) => {
    if (status >= 200) progress.head = { status, headers }
  },
  onResponseData: (_, chunk) => {
    if (progress.over) return
    progress.bytes += chunk.length
    if (progress.bytes > bodyLimit) return settle({ why: 'too-large' })
    // The body of a success is parsed: one that may not be is not waited for.
    const excess = (progress.head?.status ?? 0) < 300 ? progress.watch(chunk) : undefined
    if (excess) settle({ why: excess })
    else progress.chunks.push(chunk)
  },
  onResponseEnd: () => {
    if (progress.head) settle({ answer: { ...progress.head, body: Buffer.concat(progress.chunks) } })
  },
  onResponseError: (_, error) => settle({ why: error }),
})
