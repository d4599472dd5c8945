import { OpenAPIHono } from '@hono/zod-openapi'
import { checkRoutes } from './routes/checks.ts'
import { clusterRoutes } from './routes/clusters.ts'
import { docsRoutes } from './routes/docs.ts'
import { findingRoutes } from './routes/findings.ts'
import { healthRoutes } from './routes/health.ts'
import { latencyRoutes } from './routes/latency.ts'
import { metricsRoutes } from './routes/metrics.ts'
import { openapiRoutes } from './routes/openapi.ts'
import { runRoutes } from './routes/runs.ts'
import { summaryRoutes } from './routes/summary.ts'

export type ApiDocument = ReturnType<OpenAPIHono['getOpenAPI31Document']>

/** The routes in the order in which a person reads of them. */
const routes = [
  ...summaryRoutes,
  ...findingRoutes,
  ...clusterRoutes,
  ...runRoutes,
  ...checkRoutes,
  ...latencyRoutes,
  ...metricsRoutes,
  ...healthRoutes,
  ...openapiRoutes,
  ...docsRoutes,
]

/** The API in OpenAPI 3.1: served at /openapi.json and written to docs/openapi.json. */
export function apiDocument(): ApiDocument {
  const { openAPIRegistry, getOpenAPI31Document } = new OpenAPIHono()
  for (const route of routes) openAPIRegistry.registerPath(route)
  openAPIRegistry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description: 'A token of `fleet-auditor token create`, or a JWT where the deployment has an authorizer for people.',
  })
  return getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Meshery fleet auditor',
      version: '1',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      description:
        'What the nightly audit of a Meshery fleet found. Lists come in pages: `next` of one is `cursor` of the following. Every error is a problem of RFC 9457.',
    },
    servers: [{ url: '/' }],
  })
}
