import { decodeContinue, encodeContinue } from './answers/page.ts'
import { expired, statusAnswer, type Answer } from './answers/status-answer.ts'

/** How a request is answered wrongly. */
export type Misbehaviour =
  /** `body` undefined: a Status object with the code. `retryAfter` in seconds. */
  | { readonly kind: 'status'; readonly code: number; readonly body?: string; readonly retryAfter?: number }
  /** Accepts the request and never answers. */
  | { readonly kind: 'hang' }
  | { readonly kind: 'drip'; readonly bytesPerSecond: number }
  /** 200 with an HTML page, as a captive proxy sends. */
  | { readonly kind: 'garbage' }
  /** Half the body, then a regular end of the stream unless `abrupt`. */
  | { readonly kind: 'truncated'; readonly abrupt?: boolean }
  /** Every page is the first one and names the same continue token. */
  | { readonly kind: 'endless-continue' }
  /** 410 for every consistent continue token, with a fresh inconsistent one. */
  | { readonly kind: 'expired' }
  /** A JSON document of so many bytes. */
  | { readonly kind: 'huge'; readonly bytes: number }
  | { readonly kind: 'redirect'; readonly to: string }
  /** Breaks the connection. */
  | { readonly kind: 'reset' }
  | { readonly kind: 'delay'; readonly ms: number }

/** Declared as data. `path`: a regular expression over path and query. `times` undefined: for ever. */
export interface Fault {
  readonly match: { readonly path?: string | RegExp; readonly verb?: string }
  readonly behave: Misbehaviour
  readonly times?: number
}

/** Finds the first fault that still applies to a request, and counts its use. */
export function createFaultFinder(faults: readonly Fault[]): (verb: string, path: string) => Misbehaviour | undefined {
  const armed = faults.map(({ match, behave, times }) => ({
    path: new RegExp(match.path ?? ''),
    verb: match.verb,
    behave,
    left: times ?? Infinity,
  }))
  return (verb, path) => {
    const fault = armed.find((one) => one.left > 0 && (one.verb ?? verb) === verb && one.path.test(path))
    if (fault) fault.left -= 1
    return fault?.behave
  }
}

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

/** Valid JSON whose one string is as long as asked. */
function* hugeBody(bytes: number): Generator<string> {
  const filler = 'x'.repeat(65_536)
  yield '{"kind":"List","apiVersion":"v1","metadata":{},"items":["'
  for (let sent = 0; sent < bytes; sent += filler.length) yield filler
  yield '"]}\n'
}

/** The first page for ever, always with the same token. */
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
