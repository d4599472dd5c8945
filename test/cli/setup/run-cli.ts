import { spawn, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import { text } from 'node:stream/consumers'

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface CliOptions {
  /** Home of the person: every default path lies under it. */
  readonly home: string
  readonly env?: Readonly<Record<string, string>>
  /** Largest file that the process may write, in blocks of 1024 bytes. */
  readonly fileBlocks?: number
  /** Where the shell sends what the process prints: `>file`. */
  readonly redirect?: string
  /** A command that reads what the process prints, in its place. */
  readonly reader?: string
  /** Seconds of grace before the process is killed. */
  readonly seconds?: number
}

export interface RunningCli {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
}

const root = path.join(import.meta.dirname, '../../..')
export const launcher = path.join(root, 'packages/cli/bin/fleet-auditor.mjs')

/** One for all children: each has a home of its own, whose cache would be empty. */
export const compileCache = process.env['NODE_COMPILE_CACHE'] ?? path.join(root, 'node_modules/.cache/compile-cache')

/** Starts `fleet-auditor` as a person does, with an environment of its own. */
export function startCli(args: readonly string[], options: CliOptions): RunningCli {
  const { home, env = {}, seconds = 100 } = options
  const [command = '', ...rest] = inShell([process.execPath, launcher, ...args], options)
  const { PATH = '' } = process.env
  const own = { NODE_COMPILE_CACHE: compileCache, HOME: home, FLEET_AUDITOR_DATA: path.join(home, 'data') }
  const child = spawn(command, rest, {
    cwd: root,
    env: { PATH, ...own, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: seconds * 1000,
    killSignal: 'SIGKILL',
  })
  const code = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve)
  })
  const ended = Promise.all([code, text(child.stdout), text(child.stderr)]).then(([status, stdout, stderr]) => ({
    code: status,
    stdout,
    stderr,
  }))
  return { child, ended }
}

function inShell(line: readonly string[], { fileBlocks, redirect = '', reader }: CliOptions): readonly string[] {
  const limit = fileBlocks === undefined ? '' : `ulimit -f ${fileBlocks}; `
  if (limit !== '' || redirect !== '') return ['bash', '-c', `${limit}exec "$@" ${redirect}`, 'limited', ...line]
  if (reader !== undefined) return ['bash', '-c', `"$@" | ${reader}; exit "\${PIPESTATUS[0]}"`, 'piped', ...line]
  return line
}

export const runCli = (args: readonly string[], options: CliOptions): Promise<Ended> => startCli(args, options).ended
