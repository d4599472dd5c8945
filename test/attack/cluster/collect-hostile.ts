import { createCollector } from '@fleet-auditor/adapters/kubernetes/collector.ts'
import type { Collection, CollectionPlan } from '@fleet-auditor/audit/ports/collector.ts'
import type { Credentials } from '@fleet-auditor/audit/ports/connector.ts'
import { startHostile, type Hostile } from './hostile-server.ts'

const clock = { now: () => '2026-01-01T00:00:00.000Z' }

interface Order {
  readonly hostile: Hostile
  readonly uid?: string
  readonly credentials?: Credentials
  readonly plan?: Partial<CollectionPlan>
  /** Put in place of the host of the server's URL. */
  readonly host?: string
}

/** Starts a hostile API server, collects once, closes. */
export async function collectHostile(order: Order): Promise<Collection> {
  const { hostile, uid = 'uid-hostile', credentials = { authorization: 'Bearer token' }, plan = {}, host } = order
  const server = await startHostile(uid, hostile)
  try {
    const access = {
      server: host === undefined ? server.url : server.url.replace('127.0.0.1', host),
      caPem: server.caPem,
      insecureSkipTlsVerify: false,
      credentials: () => Promise.resolve(credentials),
    }
    const vantage = { resolve: {}, connectTo: {} }
    const whole: CollectionPlan = { provider: 'kubeconfig', discoverers: [], vantage, ...plan }
    return await createCollector({ clock, requestTimeoutMs: 20_000 }).collect(
      access,
      whole,
      AbortSignal.timeout(90_000),
    )
  } finally {
    await server.close()
  }
}
