import { AuditorError, type ErrorCode } from '@fleet-auditor/model/auditor-error.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import { z } from '@hono/zod-openapi'
import type { Context, TypedResponse } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ApiEnv } from '../api-deps.ts'

/** RFC 9457: the body of every response outside 2xx and 3xx. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int().min(400).max(599),
    detail: z.string().optional(),
    /** What to do about it. */
    remedy: z.string().optional(),
    /** Names this request in the log. */
    instance: z.string().optional(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .openapi('Problem', {
    example: {
      type: 'urn:fleet-auditor:problem:not-found',
      title: 'Not found',
      status: 404,
      detail: 'no cluster of this fleet is called eks:111122223333:eu-west-1/order',
      remedy: 'did you mean eks:111122223333:eu-west-1/orders?',
      instance: 'urn:request:5f0c6f2f9a3b4c1d8e7f6a5b',
    },
  })
export type Problem = z.infer<typeof Problem>

export const problemType = 'application/problem+json'

const titles = {
  400: ['bad-request', 'Bad request'],
  401: ['unauthenticated', 'Authentication required'],
  403: ['forbidden', 'Forbidden'],
  404: ['not-found', 'Not found'],
  405: ['method-not-allowed', 'Method not allowed'],
  408: ['request-timeout', 'Request timeout'],
  413: ['body-too-large', 'Request body too large'],
  414: ['address-too-long', 'URI too long'],
  415: ['not-json', 'Unsupported media type: send JSON'],
  417: ['expectation-failed', 'Expectation failed'],
  422: ['unprocessable', 'Unprocessable request'],
  429: ['too-many-requests', 'Too many requests'],
  431: ['headers-too-large', 'Request headers too large'],
  500: ['internal', 'Internal error'],
  502: ['outside-failed', 'Upstream failure'],
  503: ['store-unavailable', 'Store unavailable'],
  504: ['timeout', 'Timeout'],
} as const
export type ProblemStatus = keyof typeof titles

export const problemTitle = (status: ProblemStatus): string => titles[status][1]

interface ProblemDetails extends Pick<Problem, 'detail' | 'remedy' | 'errors'> {
  readonly headers?: Readonly<Record<string, string>>
}

export function problem<S extends ProblemStatus>(
  c: Context<ApiEnv>,
  status: S,
  details: ProblemDetails = {},
): Response & TypedResponse<Problem, S, 'json'> {
  const { headers = {}, ...members } = details
  const [name, title] = titles[status]
  const type = `urn:fleet-auditor:problem:${name}`
  const body = { type, title, status, instance: `urn:request:${c.get('requestId')}`, ...members }
  for (const [header, value] of Object.entries(headers)) c.header(header, value)
  c.header('Cache-Control', 'no-store')
  return c.json<Problem, S>(body, status, { 'Content-Type': problemType })
}

/** 405 with `Allow` (RFC 9110, 15.5.6). What is read with GET answers HEAD too. */
export function methodNotAllowed(c: Context<ApiEnv>, methods: ReadonlySet<string>): Response {
  const allow = [...methods, ...(methods.has('GET') ? ['HEAD'] : [])].toSorted().join(', ')
  return problem(c, 405, { detail: `served here: ${allow}`, headers: { Allow: allow } })
}

const statusOfCode: Readonly<Record<ErrorCode, ProblemStatus>> = {
  usage: 400,
  config: 500,
  store: 503,
  throttled: 503,
  collect: 502,
  discover: 502,
  cancelled: 503,
  internal: 500,
}

const isKnown = (status: number): status is ProblemStatus => status in titles

/** A thrown error as a problem. Internal causes go to the log only: they may name tables and hosts. */
export function problemOf(error: unknown, c: Context<ApiEnv>): Response {
  if (error instanceof HTTPException && isKnown(error.status)) {
    return problem(c, error.status, error.message === '' ? {} : { detail: safeText(error.message) })
  }
  const status = statusOf(error)
  if (status >= 500) {
    c.set('error', causeOf(error))
    return problem(c, status, {
      ...retryHeaders(status, error),
      detail: 'the cause is in the log, under the instance of this response',
    })
  }
  return problem(c, status, { ...retryHeaders(status, error), ...detailsOf(error) })
}

/** As the log has it. */
export const causeOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error)

function statusOf(error: unknown): ProblemStatus {
  if (!(error instanceof AuditorError)) return 500
  return error.details.reason === 'throttled' ? 429 : statusOfCode[error.code]
}

/** Of an error that does not say. */
const usualRetrySeconds = 30

function retryHeaders(status: ProblemStatus, error: unknown): ProblemDetails {
  if (status !== 429 && status !== 503) return {}
  const known = error instanceof AuditorError ? error.details.retryAfterSeconds : undefined
  return { headers: { 'Retry-After': String(known ?? usualRetrySeconds) } }
}

function detailsOf(error: unknown): ProblemDetails {
  if (!(error instanceof AuditorError)) return {}
  const { remedy } = error.details
  return { detail: safeText(error.message), remedy: remedy === undefined ? undefined : safeText(remedy) }
}
