import { Worker } from 'node:worker_threads'
import type { ProbeRequest, Prober } from '@fleet-auditor/audit/ports/prober.ts'
import type { Observation, ProbeResult } from '@fleet-auditor/model/observation.ts'
import { printable } from '@fleet-auditor/model/printable-text.ts'
import { createNameLookup } from './addresses/name-lookup.ts'
import { cancelledResult } from './probe-fault.ts'
import { createProbing } from './probe-targets.ts'
import { createLoopWatch } from './worker/loop-watch.ts'
import { Reply, type Order, type WorkerSettings } from './worker/worker-message.ts'

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

/** Where the thread's program is, and its settings. */
interface ThreadOptions extends WorkerSettings {
  readonly workerFile: URL
}

interface Thread {
  probe(request: ProbeRequest, signal: AbortSignal): Promise<Observation[]>
  end(): Promise<void>
}

/**
 * Probes in a worker thread, started when first needed and again after one that died. A batch whose thread dies is
 * silent as a whole, its control target with it, so that it proves nothing.
 */
function createThreadedProber(options: ThreadOptions): Prober {
  let thread: Thread | undefined
  let closed = false
  const start = () => startThread(options, () => (thread = undefined))
  return {
    probe: async (request, signal) => {
      if (signal.aborted) return unanswered(request, cancelledResult)
      if (closed) return unanswered(request, lost('the prober was closed'))
      thread ??= start()
      return thread.probe(request, signal)
    },
    close: async () => {
      closed = true
      await thread?.end()
    },
  }
}

function startThread({ workerFile, ...settings }: ThreadOptions, onEnd: () => void): Thread {
  const worker = new Worker(workerFile, { workerData: settings satisfies WorkerSettings })
  const pending = new Map<number, (outcome: Observation[] | ProbeResult) => void>()
  let lastId = 0
  let why = 'the probe thread ended'
  const settle = (id: number, outcome: Observation[] | ProbeResult) => {
    pending.get(id)?.(outcome)
    pending.delete(id)
    if (pending.size === 0) worker.unref()
  }
  worker.on('message', (message: unknown) => {
    const reply = Reply.safeParse(message)
    if (reply.success) return settle(reply.data.id, reply.data.observations)
    why = 'the probe thread gave an answer that cannot be read'
    void worker.terminate()
  })
  worker.on('error', (error) => (why = `the probe thread failed: ${printable(String(error))}`))
  worker.on('exit', () => {
    onEnd()
    for (const id of pending.keys()) settle(id, lost(why))
  })
  const send = (order: Order) => worker.postMessage(order)
  return {
    probe: async (request, signal) => {
      const id = (lastId += 1)
      const { promise, resolve } = Promise.withResolvers<Observation[] | ProbeResult>()
      pending.set(id, resolve)
      worker.ref()
      send({ type: 'probe', id, request: copyOf(request) })
      const cancel = () => send({ type: 'cancel', id })
      signal.addEventListener('abort', cancel, { once: true })
      const outcome = await promise.finally(() => signal.removeEventListener('abort', cancel))
      return Array.isArray(outcome) ? outcome : unanswered(request, outcome)
    },
    end: async () => void (await worker.terminate()),
  }
}

/** Plain and mutable, as a message is. */
const copyOf = (request: ProbeRequest) => ({
  ...request,
  targets: [...request.targets],
  authorities: { ...request.authorities },
})

const lost = (detail: string): ProbeResult => ({ status: 'silent', why: 'closed', detail })

const unanswered = ({ targets, vantage }: ProbeRequest, result: ProbeResult): Observation[] => {
  const at = new Date().toISOString()
  return targets.map((target) => ({ vantage: vantage.name, target, addresses: [], result, at }))
}
