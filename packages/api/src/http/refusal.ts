import { Hono } from 'hono'
import type { ApiDeps, ApiEnv } from '../api-deps.ts'
import { aroundEverything } from './headers.ts'
import { problem } from './problem.ts'

/** What a server answers before there is a request that the app could take. */
export type RefusalStatus = 400 | 405 | 408 | 417 | 431 | 500

/** As far as they could be read. */
export interface RefusedRequest {
  readonly method?: string
  readonly url?: string
}

export type Refuse = (status: RefusalStatus, refused?: RefusedRequest) => Promise<Response>

/** The methods that some path has. */
const allow = { Allow: 'GET, HEAD, POST' }

/** Answers in the form of the app, with its headers and its line in the log, what never reaches the app. */
export function createRefusal(deps: Pick<ApiDeps, 'random' | 'log'>): Refuse {
  const app = new Hono<ApiEnv>()
  for (const handler of aroundEverything(deps)) app.use(handler)
  for (const status of [400, 408, 417, 431, 500] as const) app.all(`/${status}`, (c) => problem(c, status))
  app.all('/405', (c) => problem(c, 405, { headers: allow }))
  return async (status, { method = '', url = '' } = {}) => {
    const response = await app.request(`/${status}`)
    const requestId = response.headers.get('X-Request-Id') ?? ''
    // No query: it may hold secrets.
    deps.log({ kind: 'request', requestId, method, path: url.replace(/[?#].*$/s, ''), status, ms: 0 })
    return response
  }
}
