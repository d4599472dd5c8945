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
  const ended = Promise.withResolvers<void>()
  let fault: Error | undefined
  worker.on('message', (message: unknown) => {
    const parsed = WorkerMessage.parse(message)
    if (parsed.kind === 'listening') listening.resolve(parsed.port)
    else ended.resolve()
  })
  worker.on('error', (error) => (fault = error instanceof Error ? error : new Error(String(error))))
  worker.on('exit', () => {
    const reason = fault ?? new Error('the embedded database ended by itself')
    listening.reject(reason)
    ended.reject(reason)
  })
  ended.promise.catch(() => {}) // `close` reports it
  const port = await listening.promise
  return {
    endpoint: `http://127.0.0.1:${port}`,
    fault: () => fault,
    close: () => {
      worker.postMessage('close')
      return ended.promise
    },
  }
}
