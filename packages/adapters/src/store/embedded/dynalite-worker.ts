import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import dynalite from 'dynalite'
import type { DynaliteSettings, WorkerMessage } from './dynalite-server.ts'

/**
 * The embedded database in a thread of its own: dynalite throws what LevelDB reports (a full disk, a locked folder)
 * where no caller can catch it, and only the thread dies of that. The prober's clock stays free of its work, too.
 */
// only dynalite-server.ts starts this thread; zod here would cost each start 30 ms
const { path } = workerData as DynaliteSettings
const server = dynalite({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })
const post = (message: WorkerMessage): void => parentPort?.postMessage(message)

parentPort?.once('message', () => {
  server.close((error) => {
    if (error) throw error
    post({ kind: 'closed' })
    parentPort?.close()
  })
})

server.listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
if (address === null || typeof address === 'string') throw new TypeError('the database listens on no port')
post({ kind: 'listening', port: address.port })
