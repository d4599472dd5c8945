import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import dynalite from 'dynalite'
import type { DynaliteSettings, WorkerWord } from './dynalite-server.ts'

/**
 * The embedded database in a thread of its own: dynalite throws what LevelDB reports (a full disk, a locked folder)
 * where nobody can catch it, and a thread dies of that alone. It also keeps the prober's clock free of its work.
 */
// what dynalite-server.ts hands over, and nobody else; zod here would cost each start 30 ms
const { path } = workerData as DynaliteSettings
const server = dynalite({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })
const tell = (word: WorkerWord): void => parentPort?.postMessage(word)

parentPort?.once('message', () => {
  server.close((error) => {
    if (error) throw error
    tell({ kind: 'closed' })
    parentPort?.close()
  })
})

server.listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
if (address === null || typeof address === 'string') throw new TypeError('the database listens on no port')
tell({ kind: 'listening', port: address.port })
