/** How a request is answered wrongly. */
export type Misbehaviour =
  /** `body` undefined: a Status object with the code. `retryAfter` in seconds. */
  | { readonly kind: 'status'; readonly code: number; readonly body?: string; readonly retryAfter?: number }
  /** Accepts the request and never answers. */
  | { readonly kind: 'hang' }
  | { readonly kind: 'drip'; readonly bytesPerSecond: number }
  /** 200 with an HTML page, as a captive proxy sends. */
  | { readonly kind: 'garbage' }
  /** Half the body; ended politely unless `abrupt`. */
  | { readonly kind: 'truncated'; readonly abrupt?: boolean }
  /** Every page is the first one and names the same continue token. */
  | { readonly kind: 'endless-continue' }
  /** 410 for every consistent continue token, with a fresh inconsistent one. */
  | { readonly kind: 'expired' }
  /** A JSON document that goes on for so many bytes. */
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
