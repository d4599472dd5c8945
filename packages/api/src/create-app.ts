import { OpenAPIHono } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import type { Api, ApiDeps, ApiDocument, ApiEnv, RouteDeps } from './api-deps.ts'
import { apiDocument } from './api-document.ts'
import { authentication, requireReadToRead } from './http/authentication.ts'
import { aroundEverything, cachePolicy, crossOrigin, tagged } from './http/headers.ts'
import { limits } from './http/limits.ts'
import { methodNotAllowed, problem, problemOf } from './http/problem.ts'
import { invalidRequest } from './http/request-params.ts'
import { createRegistryView } from './registry-view.ts'
import { routes } from './routes.ts'

/** The API over one fleet's store: the same app under Lambda and under `fleet-auditor serve`. */
export function createApp(deps: ApiDeps): Api {
  const app = new OpenAPIHono<ApiEnv>({ defaultHook: invalidRequest })
  const registry = createRegistryView(deps.store, deps.clock)
  const routeDeps: RouteDeps = { ...deps, registry, document: once(apiDocument) }
  app.onError((error, c) => problemOf(error, c))
  app.notFound((c) => problem(c, 404))
  for (const handler of aroundEverything(deps)) app.use(handler)
  app.use(logRequests(deps))
  addRules(app, deps)
  for (const route of routes) route.serve(app, routeDeps)
  addMethodNotAllowed(app)
  return app
}

/** What holds before any route is reached: limits first, for they cost nothing; then authentication. */
function addRules(app: Api, deps: ApiDeps): void {
  const { required, ifSent } = authentication(deps)
  for (const handler of limits(deps)) app.use(handler)
  if (deps.corsOrigins && deps.corsOrigins.length > 0) app.use('/v1/*', crossOrigin(deps.corsOrigins))
  app.use('/v1/*', cachePolicy('private, no-cache'), tagged(), required, requireReadToRead)
  app.use('/metrics', required, requireReadToRead)
  for (const path of ['/openapi.json', '/docs']) app.use(path, cachePolicy('no-cache'), tagged())
  for (const path of ['/healthz', '/readyz']) app.use(path, cachePolicy('no-store'))
  app.use('/readyz', ifSent)
}

function once(make: () => ApiDocument): () => ApiDocument {
  let made: ApiDocument | undefined
  return () => (made ??= make())
}

/** Answers 405 with `Allow` for every path that is served, for methods that are not. Added after the routes. */
export function addMethodNotAllowed(app: Api): void {
  const methods = new Map<string, Set<string>>()
  for (const { path, method } of app.routes) {
    if (method === 'ALL') continue
    const known = methods.get(path) ?? new Set()
    known.add(method)
    methods.set(path, known)
  }
  for (const [path, known] of methods) app.all(path, (c) => methodNotAllowed(c, known))
}

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
