import { parentPort, workerData } from 'node:worker_threads'
import { damageOf, type DatabaseFiles } from './verification.ts'

/** Looks through the database in a thread of its own, while the process imports the SDK; which takes as long. */
// only embedded.ts starts this thread
parentPort?.postMessage(damageOf(workerData as DatabaseFiles))
