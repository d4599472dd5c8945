import { fork, type ChildProcess } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { compileCache } from '../cli/setup/run-cli.ts'

/** Every process here starts as warm as the CLI does after its first run. */
const env = { ...process.env, NODE_COMPILE_CACHE: compileCache }

/** A file of this folder as a process of its own. */
export interface Program {
  readonly file: URL
  /** Arguments of Node itself. */
  readonly nodeArgs?: readonly string[]
  /** All of its environment, instead of ours. */
  readonly variables?: Readonly<Record<string, string>>
  /** The folder it works in, instead of ours. */
  readonly folder?: string
}

export interface RunningServer<T> {
  /** What the server reported when it was ready. */
  readonly ready: T
  close(): Promise<void>
}

/** Runs a job in a process that does nothing else, and resolves to what it reports. */
export async function runJob<J, R>(program: Program, job: J): Promise<R> {
  const child = start(program, job)
  const ended = exitOf(child)
  const result = await firstMessage<R>(child, program)
  await ended
  return result
}

/** Starts a server in a process of its own; it ends with its channel to us, however we end. */
export async function startServer<J, R>(program: Program, job: J): Promise<RunningServer<R>> {
  const child = start(program, job)
  const ended = exitOf(child)
  const ready = await firstMessage<R>(child, program)
  const close = async (): Promise<void> => {
    child.disconnect()
    await ended
  }
  return { ready, close }
}

/** What it writes to standard output is a log that is not read here. */
const start = ({ file, nodeArgs = [], variables = env, folder = '.' }: Program, job: unknown): ChildProcess =>
  fork(fileURLToPath(file), [JSON.stringify(job)], {
    execArgv: [...nodeArgs],
    env: variables,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })

const exitOf = (child: ChildProcess): Promise<void> => new Promise((resolve) => child.once('exit', () => resolve()))

function firstMessage<R>(child: ChildProcess, { file }: Program): Promise<R> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as R)) // the other end is our own file, named by the caller
    child.once('error', reject)
    child.once('exit', (code, signal) =>
      reject(new Error(`${file.pathname} ended early: ${signal ?? `exit code ${code}`}`)),
    )
  })
}
