import { OpenAPIHono } from '@hono/zod-openapi'
import type { ApiDocument } from './api-deps.ts'
import { routes } from './routes.ts'

/** What each tag groups. */
const tags = [
  { name: 'summary', description: 'The fleet at a glance' },
  { name: 'findings', description: 'What fails which check, where, since when, and what to do' },
  { name: 'clusters', description: 'The clusters of the fleet and their latest verdicts' },
  { name: 'runs', description: 'Audits: past, current, and new ones' },
  { name: 'checks', description: 'The catalogue of checks' },
  { name: 'latency', description: 'Round-trip times between regions' },
  { name: 'metrics', description: 'Numbers for Prometheus' },
  { name: 'health', description: 'Probes for load balancers and orchestrators' },
  { name: 'about', description: 'This description' },
]

/** The API in OpenAPI 3.1: served at /openapi.json and written to docs/openapi.json. */
export function apiDocument(): ApiDocument {
  const { openAPIRegistry, getOpenAPI31Document } = new OpenAPIHono()
  for (const { declared } of routes) openAPIRegistry.registerPath(declared)
  openAPIRegistry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description:
      'A token from `fleet-auditor token create`, or a JWT where the deployment has an authorizer for people.',
  })
  return getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Meshery fleet auditor',
      version: '1',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      description:
        'Findings of the audits of a Meshery fleet. Lists are paged: send `next` of one page as `cursor` of the following. Every error is a problem document (RFC 9457).',
    },
    servers: [{ url: '/' }],
    tags,
  })
}
