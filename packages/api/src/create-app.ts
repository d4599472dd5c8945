import { OpenAPIHono } from '@hono/zod-openapi'
import type { Api, ApiDeps, ApiDocument, ApiEnv, RouteDeps } from './api-deps.ts'
import { apiDocument } from './api-document.ts'
import { authentication, requireReadToRead } from './http/authentication.ts'
import { aroundEverything, cachePolicy, crossOrigin, tagged } from './http/headers.ts'
import { invalidRequest } from './http/invalid-request.ts'
import { limits } from './http/limits.ts'
import { addMethodNotAllowed } from './http/method-not-allowed.ts'
import { problem, problemOf } from './http/problem.ts'
import { logRequests } from './http/request-log.ts'
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
