import { AuditorError, type ErrorCode } from '@fleet-auditor/model/auditor-error.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import { z } from '@hono/zod-openapi'
import type { Context, TypedResponse } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ApiEnv } from './api-deps.ts'

/** RFC 9457: the body of every answer that is none of 2xx and 3xx. */
export const Problem = z
  .object({
    type: z.string().openapi({ example: 'urn:fleet-auditor:problem:not-found' }),
    title: z.string(),
    status: z.number().int().min(400).max(599),
    detail: z.string().optional(),
    /** What to do about it. */
    remedy: z.string().optional(),
    /** Names this request in the log. */
    instance: z.string().optional(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .openapi('Problem')
export type Problem = z.infer<typeof Problem>

export const problemType = 'application/problem+json'

const titles = {
  400: ['bad-request', 'The request cannot be understood'],
  401: ['unauthenticated', 'A token is needed'],
  403: ['forbidden', 'The token does not allow this'],
  404: ['not-found', 'There is no such thing'],
  405: ['method-not-allowed', 'This method is not served here'],
  408: ['request-timeout', 'The request took too long to arrive'],
  413: ['body-too-large', 'The body is too large'],
  414: ['address-too-long', 'The address is too long'],
  415: ['not-json', 'The body is not JSON'],
  422: ['unprocessable', 'What was asked for makes no sense here'],
  429: ['too-many-requests', 'Too much is asked for at once'],
  431: ['headers-too-large', 'Address and headers are too large'],
  500: ['internal', 'The auditor failed'],
  502: ['outside-failed', 'Something outside could not be read'],
  503: ['store-unavailable', 'The store cannot be used'],
  504: ['timeout', 'The answer took too long'],
} as const
export type ProblemStatus = keyof typeof titles

export const problemTitle = (status: ProblemStatus): string => titles[status][1]

/** A problem of no request in particular. */
export function bareProblem(status: ProblemStatus): Problem {
  const [name, title] = titles[status]
  return { type: `urn:fleet-auditor:problem:${name}`, title, status }
}

export interface ProblemDetails extends Pick<Problem, 'detail' | 'remedy' | 'errors'> {
  readonly headers?: Readonly<Record<string, string>>
}

export function problem<S extends ProblemStatus>(
  c: Context<ApiEnv>,
  status: S,
  details: ProblemDetails = {},
): Response & TypedResponse<Problem, S, 'json'> {
  const { headers = {}, ...said } = details
  const body = { ...bareProblem(status), instance: `urn:request:${c.get('requestId')}`, ...said }
  for (const [header, value] of Object.entries(headers)) c.header(header, value)
  c.header('Cache-Control', 'no-store')
  return c.json<Problem, S>(body, status, { 'Content-Type': problemType })
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

/** What was thrown, as a problem. What failed inside goes to the log, for it may name tables and hosts. */
export function problemOf(error: unknown, c: Context<ApiEnv>): Response {
  if (error instanceof HTTPException && isKnown(error.status)) {
    return problem(c, error.status, error.message === '' ? {} : { detail: safeText(error.message) })
  }
  const status = statusOf(error)
  if (status >= 500) {
    c.set('error', error instanceof Error ? `${error.name}: ${error.message}` : String(error))
    return problem(c, status, { ...later(status), detail: 'the log tells why, under the instance of this answer' })
  }
  return problem(c, status, { ...later(status), ...toldOf(error) })
}

function statusOf(error: unknown): ProblemStatus {
  if (!(error instanceof AuditorError)) return 500
  return error.details.reason === 'throttled' ? 429 : statusOfCode[error.code]
}

const later = (status: ProblemStatus): ProblemDetails =>
  status === 429 || status === 503 ? { headers: { 'Retry-After': '30' } } : {}

function toldOf(error: unknown): ProblemDetails {
  if (!(error instanceof AuditorError)) return {}
  const { remedy } = error.details
  return { detail: safeText(error.message), remedy: remedy === undefined ? undefined : safeText(remedy) }
}
