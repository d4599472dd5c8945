import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, errors, fetch as undiciFetch } from 'undici'
import { jsonShape } from '../wire/json-shape.ts'
import { passingStatuses, retryDelay } from '../wire/retry-delay.ts'
import { transportFault } from '../wire/transport-fault.ts'
import { answerLimitBytes, answerShape, longestRetryAfterSeconds } from './answer-limits.ts'
import type { ResolvedEndpoint } from './endpoint.ts'

export type Fetch = (...request: Parameters<typeof fetch>) => Promise<Response>

/**
 * `fetch` with the endpoint's authority, a limit on the answer's size, and no redirects, which would take the token
 * along.
 */
export function createBoundedFetch(endpoint: ResolvedEndpoint | undefined): Fetch {
  const dispatcher = new Agent({
    maxResponseSize: answerLimitBytes,
    connect: endpoint?.caPem ? { ca: endpoint.caPem } : undefined,
  })
  return async (url, init = {}) => {
    const { method, headers, body, signal } = init
    const response = await undiciFetch(addressOf(url), {
      dispatcher,
      redirect: 'error',
      headers: Object.fromEntries(new Headers(headers)),
      method: method || undefined,
      body: body ? (body as string | URLSearchParams) : undefined, // all that the SDKs send
      signal: signal || undefined,
    })
    return shaped(response as unknown as Response) // the same interface, declared once by undici and once by Node
  }
}

/** The answer, whose body fails where it is nested or crowded as no cloud's is. */
function shaped(response: Response): Response {
  if (!response.body) return response
  const excessOf = jsonShape(answerShape)
  const tooDeep = () => new errors.ResponseExceededMaxSizeError('the answer is nested deeper than an answer may be')
  const checked = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      if (excessOf(chunk)) controller.error(tooDeep())
      else controller.enqueue(chunk)
    },
  })
  const { status, statusText, headers } = response
  return new Response(response.body.pipeThrough(checked), { status, statusText, headers })
}

export const addressOf = (url: Parameters<typeof fetch>[0]): string => (url instanceof Request ? url.url : String(url))

/**
 * Tries a passing answer or a cut connection again, honouring `Retry-After` up to a limit, and stops with the signal.
 * Not by undici's retry interceptor (8.12.4): below `fetch` it fails a POST after a 503, since the body is an iterable
 * that was read once; it asks for the rest of a cut body by Range; and it shortens a long `Retry-After` instead of
 * giving up.
 */
export function retrying(send: Fetch): Fetch {
  return async (url, init) => {
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await send(url, init).catch((error: unknown) => ({ error }))
      const delay = delayAfter(outcome, attempt)
      if (delay === undefined || init?.signal?.aborted) {
        if ('error' in outcome) throw outcome.error
        return outcome
      }
      if (!('error' in outcome)) await drop(outcome)
      await sleep(delay, undefined, init?.signal ? { signal: init.signal } : {})
    }
  }
}

/** Frees the connection of an answer that is not read. */
async function drop(answer: Response): Promise<void> {
  try {
    await answer.body?.cancel()
  } catch {
    // The connection broke with the answer: it is free, and the answer was given up anyhow. The next attempt decides.
  }
}

/** Milliseconds; `undefined`: not again. */
function delayAfter(outcome: Response | { readonly error: unknown }, attempt: number): number | undefined {
  const longestMs = longestRetryAfterSeconds * 1000
  if ('error' in outcome) return mayPass(outcome.error) ? retryDelay(undefined, attempt, 0, longestMs) : undefined
  if (!passingStatuses.has(outcome.status)) return undefined
  return retryDelay(outcome.headers.get('retry-after'), attempt, Date.now(), longestMs)
}

function mayPass(error: unknown): boolean {
  const fault = transportFault(error)
  return fault !== undefined && (fault.kind === 'cut' || fault.code === 'ECONNREFUSED' || fault.code === 'EAI_AGAIN')
}
