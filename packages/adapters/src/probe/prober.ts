import type { Prober } from '@fleet-auditor/audit/ports/prober.ts'
import { createNameLookup } from './addresses/name-lookup.ts'
import { createProbing } from './probe-targets.ts'
import { createLoopWatch } from './worker/loop-watch.ts'
import { createThreadedProber } from './worker/threaded-prober.ts'

export interface ProberOptions {
  /** Probe in this thread: for a function that does nothing else, whose bundle has no worker file. */
  readonly inline?: boolean
  /** Sockets open at once; 64 by default. */
  readonly sockets?: number
  /** `address:port`; the system's by default. */
  readonly dnsServers?: readonly string[]
  /** The program of the thread, when it is not the one beside this file. */
  readonly workerFile?: URL
}

export function createProber(options: ProberOptions = {}): Prober {
  const { inline = false, sockets = 64, dnsServers } = options
  const { workerFile = new URL('./worker/worker.ts', import.meta.url) } = options
  if (!inline) return createThreadedProber({ workerFile, sockets, dnsServers })
  const lookup = createNameLookup({ servers: dnsServers })
  const probe = createProbing({ sockets, watch: createLoopWatch(), lookup })
  return { probe, close: async () => undefined }
}
