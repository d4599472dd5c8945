/** How a request is answered otherwise than it should be. `delivered`: after the method has taken effect. */
export type SlackMisbehaviour =
  /** The platform's own error, as 200. */
  | { readonly kind: 'error'; readonly error: string }
  | { readonly kind: 'status'; readonly status: number; readonly delivered?: boolean }
  /** 429 with Retry-After, seconds; a request before then gets the same answer. */
  | { readonly kind: 'ratelimited'; readonly retryAfter: number }
  /** Accepts the request and never answers; the method takes effect at once, or so many milliseconds later. */
  | { readonly kind: 'hang'; readonly delivered?: boolean; readonly afterMs?: number }
  /** Breaks the connection. */
  | { readonly kind: 'reset'; readonly delivered?: boolean }
  /** 200 with a page of HTML. */
  | { readonly kind: 'garbage'; readonly delivered?: boolean }

/** Declared as data. `method`: that of the Web API, or `webhook`. `times` undefined: for ever. */
export interface SlackFault {
  readonly method: string
  readonly behave: SlackMisbehaviour
  readonly times?: number
  /** Requests of the method that go well before it. */
  readonly after?: number
}

interface SlackFaults {
  arm(fault: SlackFault): void
  /** The first that applies to a request of the method; counts its use. */
  next(method: string): SlackMisbehaviour | undefined
}

type RateLimited = Extract<SlackMisbehaviour, { readonly kind: 'ratelimited' }>

export function createSlackFaults(faults: readonly SlackFault[], now: () => number): SlackFaults {
  const armed: { fault: SlackFault; left: number; before: number }[] = []
  const limited = new Map<string, { readonly until: number; readonly behave: RateLimited }>()
  const arm = (fault: SlackFault): void => {
    armed.push({ fault, left: fault.times ?? Infinity, before: fault.after ?? 0 })
  }
  const armedFor = (method: string): SlackMisbehaviour | undefined => {
    for (const one of armed) {
      if (one.fault.method !== method || one.left === 0) continue
      if (one.before > 0) one.before -= 1
      else {
        one.left -= 1
        return one.fault.behave
      }
    }
    return undefined
  }
  for (const fault of faults) arm(fault)
  return {
    arm,
    next: (method) => {
      const limit = limited.get(method)
      if (limit && now() < limit.until) return limit.behave
      const behave = armedFor(method)
      if (behave?.kind === 'ratelimited') limited.set(method, { until: now() + behave.retryAfter * 1000, behave })
      return behave
    },
  }
}
