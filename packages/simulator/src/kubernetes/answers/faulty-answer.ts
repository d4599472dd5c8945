import type { Misbehaviour } from '../fault.ts'
import { decodeContinue, encodeContinue } from './continue-token.ts'
import { expired, statusAnswer, type Answer } from './status-answer.ts'

const reasons: Readonly<Record<number, readonly [reason: string, message: string]>> = {
  401: ['Unauthorized', 'Unauthorized'],
  403: ['Forbidden', 'forbidden'],
  404: ['NotFound', 'the server could not find the requested resource'],
  410: ['Expired', 'The provided continue parameter is too old'],
  429: ['TooManyRequests', 'the server has received too many requests and has asked us to try again later'],
  500: ['InternalError', 'an error on the server has prevented the request from succeeding'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  504: ['Timeout', 'the server was unable to return a response in the time allotted'],
}

/** Faults that are a matter of the answer, not of how its bytes travel. `undefined`: answer as if healthy. */
export function faultyAnswer(fault: Misbehaviour, url: URL): Answer | undefined {
  switch (fault.kind) {
    case 'status':
      return statusFault(fault)
    case 'garbage':
      return {
        status: 200,
        contentType: 'text/html; charset=utf-8',
        body: '<!DOCTYPE html><html><body>Sign in</body></html>\n',
      }
    case 'redirect':
      return { status: 302, contentType: 'text/html; charset=utf-8', headers: { location: fault.to }, body: '' }
    case 'huge':
      return { status: 200, contentType: 'application/json', body: hugeBody(fault.bytes) }
    case 'expired':
      return expiredAnswer(url)
    case 'hang':
    case 'drip':
    case 'truncated':
    case 'endless-continue':
    case 'reset':
    case 'delay':
      return undefined
  }
}

function statusFault({ code, body, retryAfter }: Extract<Misbehaviour, { kind: 'status' }>): Answer {
  const [reason, message] = reasons[code] ?? ['', `the server answered ${code}`]
  const details = retryAfter === undefined ? undefined : { retryAfterSeconds: retryAfter }
  const answer = statusAnswer({ code, reason, message, details })
  const headers = retryAfter === undefined ? answer.headers : { 'retry-after': String(retryAfter) }
  return { ...answer, headers, body: body ?? answer.body }
}

function expiredAnswer(url: URL): Answer | undefined {
  const point = decodeContinue(url.searchParams.get('continue') ?? '')
  if (!point || point.resourceVersion < 0) return undefined
  return expired(encodeContinue({ resourceVersion: -1, after: point.after }))
}

/** Well-formed as far as it goes: one string that never ends in time. */
function* hugeBody(bytes: number): Generator<string> {
  const filler = 'x'.repeat(65_536)
  yield '{"kind":"List","apiVersion":"v1","metadata":{},"items":["'
  for (let sent = 0; sent < bytes; sent += filler.length) yield filler
  yield '"]}\n'
}

/** The first page for ever, its token never moving on. */
export function endlessContinue(answer: Answer): Answer {
  const body = typeof answer.body === 'string' ? answer.body : [...answer.body].join('')
  if (answer.status !== 200) return { ...answer, body }
  const parsed = JSON.parse(body) as { metadata?: object } // our own list answer
  const token = encodeContinue({ resourceVersion: 1, after: '/' })
  return { ...answer, body: `${JSON.stringify({ ...parsed, metadata: { ...parsed.metadata, continue: token } })}\n` }
}

export function withoutContinue(url: URL): URL {
  const first = new URL(url)
  first.searchParams.delete('continue')
  return first
}
