import { readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { built, repositoryRoot } from './cache.ts'
import { runCommand } from './run-command.ts'
import { startServerProcess } from './server-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

const requirements = join(import.meta.dirname, 'ministack/requirements.txt')
const minutes = 60_000

export type Ministack = {
  /** All of its services, distinguished by how a request is signed. */
  readonly url: string
  readonly log: () => Promise<string>
  /** Forgets every resource and ends the processes of functions. */
  readonly reset: () => Promise<void>
  readonly close: () => Promise<void>
}

export type MinistackOptions = {
  /** 12 digits. */
  readonly account: string
  readonly region: string
}

/** A Python environment that holds MiniStack, every package at the version of `ministack/requirements.txt`. */
export async function ministackPython(): Promise<string> {
  const wanted = await readFile(requirements, 'utf8')
  return pythonOf(await built({ part: 'ministack', madeFrom: [wanted], build: install }))
}

// only `bin/python` is used: it finds its packages beside itself, so that the folder may be moved
async function install(folder: string): Promise<void> {
  await runCommand('python3', ['-m', 'venv', folder], { withinMs: 2 * minutes })
  const pip = ['-m', 'pip', 'install', '--quiet', '--requirement', requirements]
  await runCommand(pythonOf(folder), pip, { withinMs: 10 * minutes })
}

function pythonOf(folder: string): string {
  return join(folder, 'bin/python')
}

/**
 * MiniStack 1.5.33 on one port: Lambda, Step Functions, EventBridge Scheduler, DynamoDB, IAM and more. Learned
 * by trying it and from its source:
 *
 * - **Functions** of `nodejs24.x` are child processes of the first `node` in PATH (here the pinned one), warm from one
 *   invocation to the next; every other `nodejs…` name runs just so, `nodejs99.x` too. ZIP packages; `bundle.mjs` as
 *   `bundle.handler`, files beside it in the working directory. What a handler prints goes to the planned log group,
 *   but lines of its last moments may come with the next invocation.
 * - **Environment**: the server's, then the function's, where a value may be empty. Region and credentials are always
 *   MiniStack's. It adds `AWS_ENDPOINT_URL`, itself, and replaces `https.request`, which then speaks plain HTTP to
 *   loopback; a function that sets `AWS_ENDPOINT_URL` to nothing is left alone.
 * - **IAM**, with `AUTH` as here: signatures and policies are checked for what functions ask of AWS' services, each with
 *   a session of its role, which must exist. Keys of 12 digits are the root of that account: nothing is checked. What
 *   Scheduler and Step Functions call is not checked against their roles, nor who may assume a role.
 * - **Enforced**: a function's timeout (its process is killed: `Sandbox.Timedout`), TimeoutSeconds of a state, names of
 *   executions (never twice; AWS takes the same input again while the first one runs).
 * - **Not enforced**: memory, concurrency of the account, payloads of 6 MB and 256 KiB, 25,000 events, TimeoutSeconds of
 *   the machine, MaxDelaySeconds (60 s at most) and jitter of a Retry, shape of a definition, log format.
 * - **Step Functions**: a function's ARN as Resource, inline Maps (ItemSelector, `$$.Map.Item.Value`), Retry, Catch,
 *   Choice and intrinsics work. A handler that throws and a process that dies are both `Runtime.HandlerError`.
 * - **Scheduler**: looks every 10 s. `cron` counts from its first look, in UTC whatever the time zone; `rate` and `at`
 *   work. `<aws.scheduler.scheduled-time>` in an input is **not** filled in; failed targets are not retried.
 */
export async function startMinistack({ account, region }: MinistackOptions): Promise<Ministack> {
  const python = await ministackPython()
  const folder = await temporaryFolder('ministack')
  // functions inherit all of it: nothing of this process but where its programs are
  const env = {
    PATH: [join(repositoryRoot, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(delimiter),
    HOME: folder.path,
    TMPDIR: folder.path,
    STATE_DIR: join(folder.path, 'state'),
    S3_DATA_DIR: join(folder.path, 's3'),
    BIND_HOST: '127.0.0.1',
    MINISTACK_HOST: '127.0.0.1',
    MINISTACK_ACCOUNT_ID: account,
    MINISTACK_REGION: region,
    LAMBDA_EXECUTOR: 'local',
    AUTH: 'true',
  }
  try {
    const server = await startServerProcess({
      name: 'ministack',
      folder: folder.path,
      portCount: 1,
      command: ([port]) => ['env', `GATEWAY_PORT=${port}`, python, '-m', 'ministack'],
      env,
      ready: async ([port]) => (await fetch(`http://127.0.0.1:${port}/_ministack/health`)).ok,
      withinMs: 60_000,
    })
    const url = `http://127.0.0.1:${server.ports[0]}`
    const close = async () => {
      try {
        // its functions are processes too
        await reset(url)
      } finally {
        await server.close()
        await folder.remove()
      }
    }
    return { url, log: server.log, reset: () => reset(url), close }
  } catch (error) {
    await folder.remove()
    throw error
  }
}

async function reset(url: string): Promise<void> {
  const answer = await fetch(`${url}/_ministack/reset`, { method: 'POST' })
  if (!answer.ok) throw new Error(`MiniStack reset: HTTP ${answer.status}`)
}
