import { Hono } from 'hono'
import type { ApiDeps, ApiEnv } from '../api-deps.ts'
import { routes } from '../routes.ts'
import { aroundEverything } from './headers.ts'
import { causeOf, methodNotAllowed, problem } from './problem.ts'

/** What a server answers before there is a request that the app could take. */
export type RefusalStatus = (typeof statuses)[number]
const statuses = [400, 405, 408, 417, 431, 500] as const

/** As far as they could be read. */
export interface RefusedRequest {
  readonly method?: string
  readonly url?: string
  /** What made it fail; goes to the log only. */
  readonly error?: unknown
}

export type Refuse = (status: RefusalStatus, refused?: RefusedRequest) => Promise<Response>

/** The methods that some path has. */
const methods = new Set(routes.map(({ declared }) => declared.method.toUpperCase()))

/** Answers in the form of the app, with its headers and its line in the log, what never reaches the app. */
export function createRefusal(deps: Pick<ApiDeps, 'random' | 'log'>): Refuse {
  const app = new Hono<ApiEnv>()
  for (const handler of aroundEverything(deps)) app.use(handler)
  for (const status of statuses) {
    app.all(`/${status}`, (c) => (status === 405 ? methodNotAllowed(c, methods) : problem(c, status)))
  }
  return async (status, { method = '', url = '', error } = {}) => {
    const response = await app.request(`/${status}`)
    const requestId = response.headers.get('X-Request-Id') ?? ''
    // No query: it may hold secrets.
    const path = url.replace(/[?#].*$/s, '')
    deps.log({
      kind: 'request',
      requestId,
      method,
      path,
      status,
      ms: 0,
      error: error === undefined ? undefined : causeOf(error),
    })
    return response
  }
}
