import type { MiddlewareHandler } from 'hono'
import type { ApiDeps, ApiEnv } from '../api-deps.ts'

/** One line for each request: who, what, how it ended. Never a query or a header: they may hold what is nobody's. */
export const logRequests =
  ({ log, clock }: ApiDeps): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const began = Date.parse(clock.now())
    await next()
    const [by, error] = [c.get('identity')?.name, c.get('error')]
    log({
      kind: 'request',
      requestId: c.get('requestId'),
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      ms: Date.parse(clock.now()) - began,
      by,
      error,
    })
  }
