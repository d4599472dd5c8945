import { spawn } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'

const program = join(import.meta.dirname, 'record-writer.ts')

export type Acknowledged = ReadonlyMap<string, readonly number[]>

export interface WriterEnd {
  readonly signal: NodeJS.Signals | null
  readonly code: number | null
  /** The records of each cluster that the store acknowledged. */
  readonly acknowledged: Acknowledged
  /** What it printed beside. */
  readonly printed: readonly string[]
}

export interface WriterOptions {
  readonly folder: string
  readonly kilobytes?: number
  /** Largest size of one file, in blocks of 512 bytes. */
  readonly fileBlocks?: number
  /** Killed this long after its first acknowledged record. */
  readonly killAfterMs?: number
}

/** Runs the writer until it ends or is killed. */
export async function runWriter(options: WriterOptions): Promise<WriterEnd> {
  const limit = options.fileBlocks === undefined ? 'unlimited' : String(options.fileBlocks)
  const command = [process.execPath, program, options.folder, String(options.kilobytes ?? 0)]
  const child = spawn('sh', ['-c', `ulimit -f ${limit}; exec "$@"`, 'sh', ...command], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const acknowledged = new Map<string, number[]>()
  const printed: string[] = []
  const exited = Promise.withResolvers<Pick<WriterEnd, 'code' | 'signal'>>()
  child.on('exit', (code, signal) => exited.resolve({ code, signal }))
  child.on('error', exited.reject)
  let kill: Promise<void> | undefined
  for await (const line of createInterface({ input: child.stdout })) {
    const [, key, number] = /^ack (\w+) (\d+)$/.exec(line) ?? []
    if (key === undefined) printed.push(line)
    else acknowledged.set(key, [...(acknowledged.get(key) ?? []), Number(number)])
    if (options.killAfterMs !== undefined) kill ??= delay(options.killAfterMs).then(() => void child.kill('SIGKILL'))
  }
  await kill
  return { ...(await exited.promise), acknowledged, printed }
}
