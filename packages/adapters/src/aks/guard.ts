import type { PipelinePolicy, PipelineResponse } from '@azure/core-rest-pipeline'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Cause } from '@fleet-auditor/model/cause.ts'
import { answerLimitBytes, longestRetryAfterSeconds } from '../cloud/limits.ts'

export interface GuardLimits {
  /** The only origin a request, and the token with it, may go to. */
  readonly origin: string
  readonly signal: AbortSignal
  /** Milliseconds for one page, its retries included. */
  readonly timeoutMs: number
}

/**
 * What ARM's SDK leaves open: it follows a `nextLink` to any host with the token, hands no abort signal to page 2, and
 * takes answers of any size. One guard serves one listing: a page asked for twice ends it.
 */
export function createGuard({ origin, signal, timeoutMs }: GuardLimits): PipelinePolicy {
  const asked = new Set<string>()
  return {
    name: 'fleetAuditorGuard',
    async sendRequest(request, next) {
      const url = new URL(request.url)
      if (url.origin !== origin)
        throw refusal('malformed', `a page of the listing is said to be on ${url.host}: not asked`)
      const page = `${request.method} ${url.href}`
      if (asked.has(page)) throw refusal('malformed', 'the listing leads back to a page already read')
      asked.add(page)
      const own = new AbortController()
      const timer = setTimeout(() => own.abort(new DOMException('no answer in time', 'TimeoutError')), timeoutMs)
      let tooLarge = false
      request.abortSignal = AbortSignal.any([signal, own.signal])
      request.onDownloadProgress = ({ loadedBytes }) => {
        tooLarge = loadedBytes > answerLimitBytes
        if (tooLarge) own.abort()
      }
      try {
        return await next(request)
      } catch (error) {
        if (tooLarge) throw refusal('too-large', 'the answer is larger than an answer may be')
        if (own.signal.aborted && !signal.aborted) throw refusal('timeout', 'no answer in time')
        throw error
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

const refusal = (reason: Cause, message: string): AuditorError => new AuditorError('discover', message, { reason })

const passing = new Set([429, 503])
const waits = ['retry-after', 'retry-after-ms', 'x-ms-retry-after-ms'] as const

/**
 * Sits inside the SDK's retries, which wait for any `Retry-After` in full and give up at once on a 429 without one: long
 * waits are cut out, so that the answer is final, and a missing one becomes a second.
 */
export const boundedRetryAfter: PipelinePolicy = {
  name: 'fleetAuditorRetryAfter',
  async sendRequest(request, next) {
    const response = await next(request)
    if (!passing.has(response.status)) return response
    const asked = secondsAsked(response)
    if (asked === undefined && response.status === 429) response.headers.set('retry-after', '1')
    if (asked !== undefined && asked > longestRetryAfterSeconds) for (const name of waits) response.headers.delete(name)
    return response
  },
}

function secondsAsked({ headers }: PipelineResponse): number | undefined {
  const milliseconds = headers.get('retry-after-ms') ?? headers.get('x-ms-retry-after-ms')
  if (milliseconds !== undefined) return Number(milliseconds) / 1000
  const word = headers.get('retry-after')
  if (word === undefined) return undefined
  const seconds = Number(word)
  return Number.isNaN(seconds) ? (Date.parse(word) - Date.parse(headers.get('date') ?? '')) / 1000 : seconds
}
