import type { Prober } from '@fleet-auditor/audit/ports/prober.ts'
import { systemLookup } from './addresses/route.ts'
import { createProbing } from './probe-targets.ts'
import { createLoopWatch } from './worker/loop-watch.ts'
import { createThreadedProber } from './worker/threaded-prober.ts'

export interface ProberOptions {
  /** Probe in this thread: for a function that does nothing else, whose bundle has no worker file. */
  readonly inline?: boolean
  /** Sockets open at once; 64 by default. */
  readonly sockets?: number
  /** The program of the thread, when it is not the one beside this file. */
  readonly workerFile?: URL
}

export function createProber(options: ProberOptions = {}): Prober {
  const { inline = false, sockets = 64, workerFile = new URL('./worker/worker.ts', import.meta.url) } = options
  if (!inline) return createThreadedProber({ workerFile, sockets })
  const probe = createProbing({ sockets, watch: createLoopWatch(), lookup: systemLookup })
  return { probe, close: async () => undefined }
}
