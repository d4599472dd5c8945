import type { PipelinePolicy, PipelineRequest, PipelineResponse, SendRequest } from '@azure/core-rest-pipeline'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Cause } from '@fleet-auditor/model/cause.ts'
import { answerLimitBytes, answerShape, mostPages } from '../cloud/answer-limits.ts'
import { jsonShape } from '../wire/json-shape.ts'
import { within, withinTime } from '../wire/within.ts'
import { answerError } from './azure-failure.ts'

interface GuardLimits {
  /** The only origin a request, and the token with it, may go to. */
  readonly origin: string
  /** The permission that the read needs. */
  readonly action: string
  readonly signal: AbortSignal
  /** Milliseconds for one page, its retries included. */
  readonly timeoutMs: number
}

/**
 * What ARM's SDK leaves open: it follows a `nextLink` to any host with the token, passes no abort signal to page 2,
 * ignores one while a compressed body comes, takes answers of any size and loses the words of a refusal. One guard
 * serves one listing: a page asked for twice ends it.
 */
export function createGuard({ origin, action, signal, timeoutMs }: GuardLimits): PipelinePolicy {
  const asked = new Set<string>()
  return {
    name: 'fleetAuditorGuard',
    async sendRequest(request, next) {
      admit(request, origin, asked)
      const response = await withinTime(signal, timeoutMs, (ending) => withinSize(request, ending, next))
      if (jsonShape(answerShape)(Buffer.from(response.bodyAsText ?? ''))) throw tooLarge()
      if (response.status < 300) return response
      const token = request.headers.get('authorization')?.replace(/^Bearer /, '')
      throw answerError(response.status, response.bodyAsText ?? '', action, token)
    },
  }
}

function admit(request: PipelineRequest, origin: string, asked: Set<string>): void {
  const url = new URL(request.url)
  if (url.origin !== origin) {
    throw refusal('malformed', `the next page of the listing would be on ${url.host}: not requested`)
  }
  const page = `${request.method} ${url.href}`
  if (asked.has(page)) throw refusal('malformed', 'the listing leads back to a page already read')
  if (asked.size >= mostPages) throw refusal('too-large', `the listing has more than ${mostPages} pages`)
  asked.add(page)
}

function withinSize(request: PipelineRequest, ending: AbortSignal, next: SendRequest): Promise<PipelineResponse> {
  const own = new AbortController()
  const signal = AbortSignal.any([ending, own.signal])
  request.abortSignal = signal
  request.onDownloadProgress = ({ loadedBytes }) => {
    if (loadedBytes > answerLimitBytes) own.abort(tooLarge())
  }
  return within(signal, next(request))
}

const tooLarge = (): AuditorError => refusal('too-large', 'the answer is larger than an answer may be')

const refusal = (reason: Cause, message: string): AuditorError => new AuditorError('discover', message, { reason })
