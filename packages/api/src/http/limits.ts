import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { timeout } from 'hono/timeout'
import type { ApiDeps, ApiEnv, ApiLimits } from '../api-deps.ts'
import { problem } from './problem.ts'

/** API Gateway times out after 30 s: the app's own answer comes first. */
const defaults: ApiLimits = { bodyBytes: 16_384, addressLength: 4096, timeoutMs: 20_000 }

export function limits(deps: ApiDeps): MiddlewareHandler<ApiEnv>[] {
  const { bodyBytes, addressLength, timeoutMs } = { ...defaults, ...deps.limits }
  return [
    async (c, next) => {
      const { pathname, search } = new URL(c.req.url)
      return pathname.length + search.length > addressLength ? problem(c, 414) : next()
    },
    // Before the body limit, which reads a body without a length to measure it: it may never end.
    timeout(timeoutMs, () => new HTTPException(504)),
    bodyLimit({
      maxSize: bodyBytes,
      onError: (c: Context<ApiEnv>) => problem(c, 413, { detail: `at most ${bodyBytes} bytes` }),
    }),
  ]
}

/** For routes that take a body: without it, a body of another content type would count as empty. */
export const requireJson: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (/^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(c.req.header('Content-Type') ?? '')) return next()
  return problem(c, 415, { remedy: 'send Content-Type: application/json' })
}
