import type { Clock } from '@fleet-auditor/audit/ports/clock.ts'
import type { Collector } from '@fleet-auditor/audit/ports/collector.ts'
import pLimit from 'p-limit'
import { largeAtOnce, openApiClient } from './client/api-client.ts'
import { readSections } from './reads/sections-reader.ts'

interface CollectorOptions {
  readonly clock: Clock
  /** For one request with its retries, and for connecting. */
  readonly requestTimeoutMs?: number
}

/** Reads clusters through their API servers: one connection, at most three dependent rounds, only get, list and reviews. */
export function createCollector({ clock, requestTimeoutMs = 10_000 }: CollectorOptions): Collector {
  const large = pLimit(largeAtOnce)
  return {
    collect: async (access, plan, signal) => {
      const route = plan.vantage
      const now = () => clock.now()
      const client = openApiClient({ access, route, signal, timeoutMs: requestTimeoutMs, now, large })
      try {
        const sections = client.cleaned(await readSections(client, access.server, plan))
        return { sections, takenAt: client.loggedInAt() ?? now(), counters: client.counters() }
      } finally {
        await client.close()
      }
    },
  }
}
