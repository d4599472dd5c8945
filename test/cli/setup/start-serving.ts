import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { compileCache, launcher } from './run-cli.ts'

const Line = z.looseObject({ kind: z.string() })
export type Line = z.infer<typeof Line>

export interface Serving {
  readonly url: string
  readonly pid: number
  readonly lines: readonly Line[]
  /** The first line of this kind, now or later. */
  line(kind: string): Promise<Line>
  /** Sends a signal and waits for the end. */
  end(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | null>
  /** Nothing outlives a test that failed. */
  [Symbol.asyncDispose](): Promise<void>
}

/** `fleet-auditor serve` on a free port of loopback, once it listens. */
export async function startServing(
  home: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Serving> {
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, [launcher, 'serve', '--port', '0', ...args], {
    env: {
      PATH,
      HOME: home,
      FLEET_AUDITOR_DATA: path.join(home, 'data'),
      NODE_COMPILE_CACHE: compileCache,
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 300_000,
    killSignal: 'SIGKILL',
  })
  const ended = once(child, 'exit')
  const lines: Line[] = []
  const printed: string[] = []
  createInterface({ input: child.stderr }).on('line', (text) => {
    printed.push(text)
    if (text.startsWith('{')) lines.push(Line.parse(JSON.parse(text)))
  })
  const line = async (kind: string): Promise<Line> => {
    for (;;) {
      const found = lines.find((each) => each.kind === kind)
      if (found) return found
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`serve ended before it logged ${kind}: ${printed.join('\n')}`)
      }
      await pause(20)
    }
  }
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await ended
    return child.exitCode
  }
  const { url } = z.looseObject({ url: z.string() }).parse(await line('listening'))
  const { pid } = child
  if (pid === undefined) throw new TypeError('a process that logs has an id')
  return { url, pid, lines, line, end, [Symbol.asyncDispose]: async () => void (await end('SIGKILL')) }
}
