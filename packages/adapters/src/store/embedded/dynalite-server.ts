import { Worker } from 'node:worker_threads'
import { z } from 'zod'

const WorkerMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('listening'), port: z.number().int() }),
  z.object({ kind: z.literal('closed') }),
])
export type WorkerMessage = z.infer<typeof WorkerMessage>

/** What the thread works with. */
export interface DynaliteSettings {
  readonly path: string
}

export interface DynaliteServer {
  readonly endpoint: string
  /** What the database died of, once it did. */
  readonly fault: () => Error | undefined
  /** Ends when everything accepted is on disk; rejects where it died before. */
  readonly close: () => Promise<void>
}

/** Starts the embedded database over a LevelDB folder, on a free loopback port, in a thread of this process. */
export async function startDynalite(path: string): Promise<DynaliteServer> {
  const worker = new Worker(new URL('dynalite-worker.ts', import.meta.url), {
    workerData: { path } satisfies DynaliteSettings,
  })
  const listening = Promise.withResolvers<number>()
  /** With what it died of, where it did not end by `close`. */
  const ended = Promise.withResolvers<Error | undefined>()
  let fault: Error | undefined
  worker.on('message', (message: unknown) => {
    const parsed = WorkerMessage.parse(message)
    if (parsed.kind === 'listening') listening.resolve(parsed.port)
    else ended.resolve(undefined)
  })
  worker.on('error', (error) => (fault = error instanceof Error ? error : new Error(String(error))))
  worker.on('exit', () => {
    const reason = fault ?? new Error('the embedded database ended by itself')
    listening.reject(reason)
    ended.resolve(reason)
  })
  const port = await listening.promise
  return {
    endpoint: `http://127.0.0.1:${port}`,
    fault: () => fault,
    async close() {
      worker.postMessage('close')
      const reason = await ended.promise
      if (reason) throw reason
    },
  }
}
