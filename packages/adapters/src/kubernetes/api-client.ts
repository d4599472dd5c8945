import { setTimeout as delay } from 'node:timers/promises'
import { collected, failed, type Failed, type Section } from '@fleet-auditor/model/section.ts'
import type { Counters } from '@fleet-auditor/model/snapshot.ts'
import { answerFailure, passing, provesLogin } from './answer-failure.ts'
import { printable } from './answer-text.ts'
import { type Answer, exchangeOnce } from './http-exchange.ts'
import { logIn, type Login, type LoginOptions } from './login.ts'
import { type ApiRequest, mediaTypes } from './resource-request.ts'
import { retryDelay } from './retry-delay.ts'
import { abortFailure, transportFailure } from './transport-failure.ts'

export interface ApiClientOptions extends LoginOptions {
  /** Our own clock, for answers without a `Date`. */
  readonly now: () => string
}

/** Reads one API server over one connection. Nothing here rejects for an outside failure. */
export interface ApiClient {
  /** Host and port, for details. */
  readonly host: string
  /** The parsed JSON of a success; `at` is the answer's `Date`. */
  read(request: ApiRequest): Promise<Section<unknown>>
  /** The `Date` of the first answer that only someone logged in gets. */
  loggedInAt(): string | undefined
  counters(): Counters
  close(): Promise<void>
}

const bodyLimit = 16 * 2 ** 20

export function openApiClient(options: ApiClientOptions): ApiClient {
  const { signal, timeoutMs, now } = options
  const { origin, host, pathname } = new URL(options.access.server)
  const basePath = pathname.replace(/\/$/, '')
  const counters = { reads: 0, reviews: 0, bytes: 0, rounds: 0, retries: 0 }
  let current = logIn(options)
  const logins = [current]
  let loggedInAt: string | undefined

  /** Credentials are asked for once more in a collection; `false` when that was done before this login. */
  const renew = (refused: Promise<Login | Failed>): boolean => {
    if (logins.length === 1) {
      current = logIn(options)
      logins.push(current)
    }
    return refused !== current
  }

  const send = (login: Login, request: ApiRequest, remainingMs: number) => {
    const query = request.query ? `?${new URLSearchParams(request.query).toString()}` : ''
    const typed = request.body === undefined ? {} : { 'content-type': mediaTypes.json, body: request.body }
    const { body, ...type } = typed
    return exchangeOnce(
      {
        dispatcher: login.connection.dispatcher,
        origin,
        path: `${basePath}${request.path}${query}`,
        headers: { ...login.headers, ...type, accept: request.accept ?? mediaTypes.json },
        ...(body === undefined ? {} : { body }),
        bodyLimit: request.bodyLimit ?? bodyLimit,
        timeoutMs: remainingMs,
      },
      signal,
    )
  }

  /** Sends until an answer stands: again what may pass, and with new credentials once after a 401. */
  const persist = async (request: ApiRequest, place: string): Promise<Answer | Failed> => {
    const deadline = performance.now() + timeoutMs
    for (let attempt = 0; ;) {
      const login = current
      const open = await login
      if (open.status === 'failed') return open
      const exchanged = await send(open, request, deadline - performance.now())
      counters.bytes += exchanged.bytes
      const { answer, breakdown } = exchanged
      if (answer?.status === 401 && renew(login)) continue
      const { outcome, again } = answer
        ? { outcome: answer, again: passing.has(answer.status) }
        : transportFailure(breakdown, place, signal)
      if (!again) return outcome
      const retryAfter = answer?.headers['retry-after']?.toString()
      const wait = retryDelay(retryAfter, attempt, Date.now(), deadline - performance.now())
      if (wait === undefined) return outcome
      attempt += 1
      counters.retries += 1
      if (!(await pause(wait, signal))) return abortFailure(signal, place)
    }
  }

  const read = async (request: ApiRequest): Promise<Section<unknown>> => {
    counters.rounds = Math.max(counters.rounds, request.round)
    counters[request.body === undefined ? 'reads' : 'reviews'] += 1
    const place = `${host}${basePath}${request.path}`
    const answer = await persist(request, place)
    if ('cause' in answer) return answer
    const at = dateOf(answer) ?? now()
    const failure = answerFailure(answer, place, request.grant)
    const section = failure ?? parseJson(answer, place, at)
    if (section.status === 'collected' || provesLogin(answer)) loggedInAt ??= at
    return section
  }

  const close = async (): Promise<void> => {
    for (const login of await Promise.all(logins)) if (login.status === 'open') await login.connection.close()
  }
  return { host, read, loggedInAt: () => loggedInAt, counters: () => ({ ...counters }), close }
}

function parseJson(answer: Answer, place: string, at: string): Section<unknown> {
  const text = answer.body.toString()
  try {
    return collected<unknown>(JSON.parse(text), at)
  } catch {
    return failed('malformed', `${place}: answered ${answer.status} with what is no JSON: ${printable(text)}`)
  }
}

function dateOf(answer: Answer): string | undefined {
  const date = new Date(answer.headers['date']?.toString() ?? Number.NaN)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}

/** `false` when the wait was cut short. */
const pause = (ms: number, signal: AbortSignal): Promise<boolean> => delay(ms, true, { signal }).catch(() => false)
