import { spawn, type ChildProcessByStdio } from 'node:child_process'
import type { Readable } from 'node:stream'
import { codeOf } from '../wire/text-file.ts'

/** What a plugin left. `code`: null where a signal ended it. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

type Plugin = ChildProcessByStdio<null, Readable, Readable>

/** Bytes of each stream; a credential has some thousand. */
const mostOutput = 2 ** 20
/** Milliseconds in which output may still come once the plugin itself has ended, from a child that has its pipes. */
const lastOutputMs = 200

/**
 * Runs a program without a terminal, in a process group of its own. When this settles, the whole group has been killed
 * and its pipes are closed, and so it is when this process exits: no child of a plugin outlives the login. Rejects with
 * the system's error where the program cannot be started, with code `TOO_LARGE` for endless output, and with the reason
 * of the signal.
 */
export async function runPlugin(
  [command = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Ended> {
  signal.throwIfAborted()
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const { promise: ended, resolve, reject } = Promise.withResolvers<number | null>()
  child.once('error', reject)
  child.once('close', resolve)
  child.once('exit', (code) => setTimeout(resolve, lastOutputMs, code).unref())
  const onAbort = (): void => reject(signal.reason as Error) // AbortSignal types it as `any`
  signal.addEventListener('abort', onAbort, { once: true })
  const end = (): void => endGroup(child)
  // Node warns of the eleventh listener; as many plugins run as clusters are read at once.
  process.setMaxListeners(process.getMaxListeners() + 1)
  process.once('exit', end)
  try {
    const stdout = outputOf(child.stdout, reject)
    const stderr = outputOf(child.stderr, reject)
    const code = await ended
    return { code, stdout: stdout(), stderr: stderr() }
  } finally {
    process.off('exit', end)
    process.setMaxListeners(process.getMaxListeners() - 1)
    signal.removeEventListener('abort', onAbort)
    end()
  }
}

function outputOf(stream: Readable, reject: (error: Error) => void): () => string {
  const chunks: Buffer[] = []
  let bytes = 0
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes <= mostOutput) chunks.push(chunk)
    else reject(Object.assign(new Error('the output does not end'), { code: 'TOO_LARGE' }))
  })
  return () => Buffer.concat(chunks).toString()
}

function endGroup({ pid, stdout, stderr }: Plugin): void {
  stdout.destroy()
  stderr.destroy()
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    // All of the group has ended; macOS answers EPERM where only the dead are left.
    if (!['ESRCH', 'EPERM'].includes(codeOf(error))) throw error
  }
}
