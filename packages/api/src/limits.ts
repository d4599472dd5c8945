import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { timeout } from 'hono/timeout'
import type { ApiDeps, ApiEnv } from './api-deps.ts'
import { problem } from './problem.ts'

export interface ApiLimits {
  readonly bodyBytes: number
  /** Characters of path and query. */
  readonly addressLength: number
  readonly timeoutMs: number
}

/** API Gateway gives up after 30 s: the app's own answer comes first. */
const usual: ApiLimits = { bodyBytes: 16_384, addressLength: 4096, timeoutMs: 20_000 }

export function limits(deps: ApiDeps): MiddlewareHandler<ApiEnv>[] {
  const { bodyBytes, addressLength, timeoutMs } = { ...usual, ...deps.limits }
  return [
    async (c, next) => {
      const { pathname, search } = new URL(c.req.url)
      return pathname.length + search.length > addressLength ? problem(c, 414) : next()
    },
    // Before the body: one without a length is read to be measured, and may come for ever.
    timeout(timeoutMs, () => new HTTPException(504)),
    bodyLimit({
      maxSize: bodyBytes,
      onError: (c: Context<ApiEnv>) => problem(c, 413, { detail: `at most ${bodyBytes} bytes` }),
    }),
  ]
}

/** Of routes that take a body: what does not say that it is JSON would be read as an empty one. */
export const requireJson: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (/^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(c.req.header('Content-Type') ?? '')) return next()
  return problem(c, 415, { remedy: 'send Content-Type: application/json' })
}
