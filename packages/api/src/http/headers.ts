import { jsonText } from '@fleet-auditor/report/json-text.ts'
import type { MiddlewareHandler } from 'hono'
import { compress } from 'hono/compress'
import { cors } from 'hono/cors'
import { etag, RETAINED_304_HEADERS } from 'hono/etag'
import { requestId } from 'hono/request-id'
import { secureHeaders } from 'hono/secure-headers'
import type { StatusCode } from 'hono/utils/http-status'
import type { ApiDeps, ApiEnv } from '../api-deps.ts'
import { docsStyleHash } from '../docs/docs-page.ts'
import { isRead } from './authentication.ts'

/** Answers in JSON whose every character shows. Routes and problems alike answer by `json`. */
const shownJson: MiddlewareHandler = (c, next) => {
  const json = (value: unknown, status?: StatusCode, headers: Readonly<Record<string, string>> = {}): Response =>
    c.newResponse(jsonText(value), status, { 'Content-Type': 'application/json', ...headers })
  c.json = json as typeof c.json // its overloads only type the answer for clients of hono
  return next()
}

/** Request id, security headers, compression: around every answer, whatever it is. */
export const aroundEverything = ({ random }: Pick<ApiDeps, 'random'>): MiddlewareHandler[] => [
  // Letters, digits, `_`, `-`, `=`; anything else of a caller is replaced: it stands in our log.
  requestId({ limitLength: 64, generator: () => Buffer.from(random(12)).toString('hex') }),
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
      styleSrc: [`'${docsStyleHash}'`],
    },
    xFrameOptions: 'DENY',
  }),
  compress(),
  shownJson,
]

/** Answers change with every run and belong to the caller: cached by the caller only, revalidated each time. */
export const cachePolicy =
  (policy: 'private, no-cache' | 'no-cache' | 'no-store'): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    await next()
    c.res.headers.append('Vary', 'Authorization')
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', policy)
  }

/** Headers that a 304 carries beside the usual: the request id, and what lets a browser read it. */
const retained = ['X-Request-Id', 'Access-Control-Allow-Origin', 'Access-Control-Expose-Headers']

/** Only what is read has an ETag. */
export function tagged(): MiddlewareHandler<ApiEnv> {
  const tag = etag({ retainedHeaders: [...RETAINED_304_HEADERS, ...retained] })
  return (c, next) => (isRead(c.req.method) ? tag(c, next) : next())
}

export const crossOrigin = (origins: readonly string[]): MiddlewareHandler =>
  cors({
    origin: [...origins],
    allowMethods: ['GET', 'POST'],
    allowHeaders: ['Authorization', 'Content-Type', 'If-None-Match', 'X-Request-Id'],
    exposeHeaders: ['ETag', 'Location', 'X-Request-Id'],
    maxAge: 600,
  })
