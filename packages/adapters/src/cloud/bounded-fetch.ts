import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, fetch as undiciFetch } from 'undici'
import type { ResolvedEndpoint } from './endpoint.ts'
import { answerLimitBytes, longestRetryAfterSeconds, retriesAllowed } from './limits.ts'

export type Fetch = (...request: Parameters<typeof fetch>) => Promise<Response>

const passing = new Set([429, 502, 503, 504])
const firstDelayMs = 200

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
    return response as unknown as Response // the same interface, declared once by undici and once by Node
  }
}

export const addressOf = (url: Parameters<typeof fetch>[0]): string => (url instanceof Request ? url.url : String(url))

/** Tries a passing answer or a cut connection again, heeding `Retry-After` up to a limit, and stops with the signal. */
export function retrying(send: Fetch): Fetch {
  return async (url, init) => {
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await send(url, init).catch((error: unknown) => ({ error }))
      const delay = delayAfter(outcome, attempt)
      if (delay === undefined || init?.signal?.aborted) {
        if ('error' in outcome) throw outcome.error
        return outcome
      }
      if (!('error' in outcome)) await outcome.body?.cancel()
      await sleep(delay, undefined, init?.signal ? { signal: init.signal } : {})
    }
  }
}

/** Milliseconds; `undefined`: not again. */
function delayAfter(outcome: Response | { readonly error: unknown }, attempt: number): number | undefined {
  if (attempt >= retriesAllowed) return undefined
  const backoff = firstDelayMs * 2 ** attempt
  if ('error' in outcome) return isCut(outcome.error) ? backoff : undefined
  if (!passing.has(outcome.status)) return undefined
  const asked = Number(outcome.headers.get('retry-after') ?? Number.NaN)
  if (Number.isNaN(asked)) return backoff
  return asked <= longestRetryAfterSeconds ? asked * 1000 : undefined
}

const cut = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'EAI_AGAIN'])

function isCut(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause && cut.has(String(cause.code))
}
