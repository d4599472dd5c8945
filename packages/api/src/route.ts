import type { RouteConfig, RouteHandler } from '@hono/zod-openapi'
import type { Api, ApiEnv, RouteDeps } from './api-deps.ts'

/** One operation of the API: its part of the description, and how the app serves it. */
export interface ApiRoute {
  readonly declared: RouteConfig
  serve(app: Api, deps: RouteDeps): void
}

interface Definition<R extends RouteConfig> {
  readonly route: R
  /** The app's own pattern, where the path of OpenAPI cannot say what is served. */
  readonly servedAt?: string
  readonly handle: (deps: RouteDeps) => RouteHandler<R, ApiEnv>
}

export function defineRoute<P extends string, R extends Omit<RouteConfig, 'path'> & { readonly path: P }>({
  route,
  servedAt,
  handle,
}: Definition<R>): ApiRoute {
  // Middleware is the app's own: it is no part of OpenAPI.
  const { middleware: _, ...declared } = route as RouteConfig // R knows more of it than destructuring needs
  return {
    declared,
    serve(app, deps) {
      const handler = handle(deps)
      if (servedAt === undefined) app.openapi(route, handler)
      else app.openapi({ ...route, path: servedAt as P }, handler) // the same operation under the app's own pattern
    },
  }
}
