import type { CloudWorker } from '@fleet-auditor/model/run-plan.ts'
import type { Handler } from '../../../infra/functions.ts'
import { vantage } from './deployment.ts'
import { groupOf, runIdOf } from './seeded-runs.ts'

type Events = (turn: number, token: string) => readonly unknown[]

/** A scope is listed: the cloud's SDK is loaded, the function signed in. */
const listing =
  (worker: CloudWorker): Events =>
  (turn) => [{ verb: 'discover-scopes', run: runIdOf('audited', turn), group: groupOf(worker), worker }]

const inRun =
  (kind: Parameters<typeof runIdOf>[0]): Events =>
  (turn) => [{ run: runIdOf(kind, turn) }]

/** As API Gateway sends a request of an HTTP API (payload 2.0). */
const request = (rawPath: string, token: string) => ({
  version: '2.0',
  routeKey: '$default',
  rawPath,
  rawQueryString: '',
  headers: { host: 'api.example', 'x-forwarded-proto': 'https', authorization: `Bearer ${token}` },
  isBase64Encoded: false,
  requestContext: { http: { method: 'GET', path: rawPath, sourceIp: '192.0.2.1' } },
})

/** Refused by the rules of every vantage. */
const target = { kind: 'broker', host: '127.0.0.1', port: 4222 }

/** The first request of each function, by its handler's file, that is of use to anybody. */
export const firstEvents: Readonly<Record<Handler, Events>> = {
  tick: () => [{ scheduledTime: '2026-11-21T02:00:00Z' }],
  'start-run': (turn) => [{ run: `started-${turn}` }],
  'plan-scopes': inRun('planned'),
  'plan-shards': inRun('planned'),
  'audit-eks': listing('eks'),
  'audit-gke': listing('gke'),
  'audit-aks': listing('aks'),
  'audit-planes': (turn) => [
    { verb: 'audit-shard', run: runIdOf('audited', turn), shard: 0, worker: 'planes', pass: 0 },
  ],
  'record-failure': (turn) => [
    { run: runIdOf('audited', turn), item: 'shard/3', error: { Error: 'Lambda.Unknown', Cause: 'it died' } },
  ],
  'conclude-run': inRun('concluded'),
  // Sent on the first turn, which a full run does not time: the others find it sent.
  notify: () => [{ run: runIdOf('notified', 0) }],
  watchdog: () => [{}],
  probe: () => [{ vantage, targets: [target], authorities: {}, timeoutMs: 1000 }],
  api: (_, token) => [request('/healthz', token), request('/v1/summary', token)],
  'dead-man': () => [{}],
}
