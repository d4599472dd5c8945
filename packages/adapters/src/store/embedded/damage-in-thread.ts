import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import type { DatabaseFiles } from './verification.ts'

const program = new URL('verification-thread.ts', import.meta.url)
const Damage = z.string().optional()

/**
 * What is lost of the database, where something is; looked for in a thread of its own, so that the process imports
 * meanwhile. Settles when the thread has ended: until then it has the file open.
 */
export async function damageInThread(files: DatabaseFiles, thread = program): Promise<string | undefined> {
  const worker = new Worker(thread, { workerData: { database: files.database, counter: files.counter } })
  const ended = Promise.withResolvers<void>()
  const answers: unknown[] = []
  let failure: unknown
  worker.on('message', (answer: unknown) => void answers.push(answer))
  worker.on('error', (error: unknown) => void (failure = error))
  worker.on('exit', () => ended.resolve())
  await ended.promise
  if (failure !== undefined) throw failure
  const [answer] = answers
  const damage = Damage.safeParse(answer)
  if (answers.length === 1 && damage.success) return damage.data
  throw new Error('the thread that looks through the database ended without an answer')
}
