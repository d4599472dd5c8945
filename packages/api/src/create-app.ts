import { OpenAPIHono } from '@hono/zod-openapi'
import type { Api, ApiDeps, ApiEnv, RouteDeps } from './api-deps.ts'
import { apiDocument, type ApiDocument } from './api-document.ts'
import { authenticate, requireReadToRead } from './authentication.ts'
import { aroundEverything, asked, crossOrigin, tagged } from './headers.ts'
import { invalidRequest } from './invalid-request.ts'
import { limits } from './limits.ts'
import { addMethodNotAllowed } from './method-not-allowed.ts'
import { problem, problemOf } from './problem.ts'
import { createRegistryView } from './registry-view.ts'
import { logRequests } from './request-log.ts'
import { addChecks } from './routes/checks.ts'
import { addClusters } from './routes/clusters.ts'
import { addDocs } from './routes/docs.ts'
import { addFindings } from './routes/findings.ts'
import { addHealth } from './routes/health.ts'
import { addLatency } from './routes/latency.ts'
import { addMetrics } from './routes/metrics.ts'
import { addOpenapi } from './routes/openapi.ts'
import { addRuns } from './routes/runs.ts'
import { addSummary } from './routes/summary.ts'

/** The API over one fleet's store: the same app under Lambda and under `fleet-auditor serve`. */
export function createApp(deps: ApiDeps): Api {
  const app = new OpenAPIHono<ApiEnv>({ defaultHook: invalidRequest })
  const route: RouteDeps = { ...deps, registry: createRegistryView(deps.store, deps.clock) }
  const description = once(apiDocument)
  app.onError((error, c) => problemOf(error, c))
  app.notFound((c) => problem(c, 404))
  for (const handler of aroundEverything(deps)) app.use(handler)
  app.use(logRequests(deps))
  addRules(app, deps)
  addHealth(app, route)
  addOpenapi(app, description)
  addDocs(app, description)
  addSummary(app, route)
  addFindings(app, route)
  addClusters(app, route)
  addRuns(app, route)
  addChecks(app)
  addLatency(app, route)
  addMetrics(app, route)
  addMethodNotAllowed(app)
  return app
}

/** What holds before any route is asked: limits first, for they cost nothing; then who asks. */
function addRules(app: Api, deps: ApiDeps): void {
  for (const handler of limits(deps)) app.use(handler)
  if (deps.corsOrigins && deps.corsOrigins.length > 0) app.use('/v1/*', crossOrigin(deps.corsOrigins))
  app.use('/v1/*', asked('private, no-cache'), tagged(), authenticate(deps), requireReadToRead)
  app.use('/metrics', authenticate(deps), requireReadToRead)
  for (const path of ['/openapi.json', '/docs']) app.use(path, asked('no-cache'), tagged())
  for (const path of ['/healthz', '/readyz']) app.use(path, asked('no-store'))
}

function once(make: () => ApiDocument): () => ApiDocument {
  let made: ApiDocument | undefined
  return () => (made ??= make())
}
