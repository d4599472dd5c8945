import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import process from 'node:process'
import { z } from 'zod'

const Reply = z.object({ answer: z.unknown().optional(), error: z.string().default('') })

export interface Invoked {
  readonly answer?: unknown
  /** Empty when it went well. */
  readonly error: string
  /** What was logged, a JSON object a line. */
  readonly log: readonly Record<string, unknown>[]
  /** What is on standard error and no line of the log, such as a warning of Node. */
  readonly complaints: string
}

/** Runs the handler of an unpacked package as Lambda would: its own process, folder and environment. */
export async function invoke(
  folder: string,
  variables: Readonly<Record<string, string>>,
  event: unknown,
  remainingMs = 900_000,
): Promise<Invoked> {
  const order = JSON.stringify({ bundle: path.join(folder, 'bundle.mjs'), event, remainingMs })
  const child = fork(path.join(import.meta.dirname, 'invocation.ts'), [order], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...variables },
    silent: true,
  })
  let log = ''
  let complaints = ''
  let reply: unknown
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (log += chunk))
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (complaints += chunk))
  child.on('message', (message) => (reply = message))
  await once(child, 'close')
  if (reply === undefined) throw new Error(`the function ended without an answer: ${complaints}`)
  const [errors, others] = partition(linesOf(complaints), (line) => line.startsWith('{'))
  return { ...Reply.parse(reply), log: [...linesOf(log), ...errors].map(parsedLine), complaints: others.join('\n') }
}

const linesOf = (text: string): string[] => text.split('\n').filter(Boolean)

/** Errors are logged on standard error. */
const partition = (lines: readonly string[], fits: (line: string) => boolean): [string[], string[]] => [
  lines.filter(fits),
  lines.filter((line) => !fits(line)),
]

const parsedLine = (line: string): Record<string, unknown> => z.record(z.string(), z.unknown()).parse(JSON.parse(line))
