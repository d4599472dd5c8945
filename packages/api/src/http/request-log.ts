import type { MiddlewareHandler } from 'hono'
import type { ApiDeps, ApiEnv } from '../api-deps.ts'

/** One line a request: who, what, how it ended. No query and no header: they may hold secrets. */
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
