import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePorts } from './free-ports.ts'

export type Program = {
  readonly name: string
  /** Where the log is written; owned and removed by the caller. */
  readonly folder: string
  readonly portCount: number
  readonly command: (ports: readonly number[]) => readonly [file: string, ...args: readonly string[]]
  readonly env?: NodeJS.ProcessEnv
  /** Whether it serves now. A throw means: not yet. */
  readonly ready: (ports: readonly number[]) => Promise<boolean>
  /** Milliseconds it may take to become ready. */
  readonly withinMs: number
}

export type ServerProcess = {
  readonly ports: readonly number[]
  readonly log: () => Promise<string>
  /** SIGKILL, and waits for the end. */
  readonly close: () => Promise<void>
}

// The shell watches its stdin, a pipe from this process: it ends when we close it or die by whatever means, and then the
// server is killed by its own id. So no server outlives a test run, even one that was killed.
const keeper = `
exec 3<&0
"$@" </dev/null 3<&- & server=$!
(read -r end <&3; kill -9 $server) 2>/dev/null & watch=$!
exec 3<&-
wait $server; code=$?
kill $watch 2>/dev/null
exit $code`

const attempts = 3

/** Starts a server on free ports and waits until it is ready; takes other ports when somebody was quicker. */
export async function startServerProcess(program: Program): Promise<ServerProcess> {
  for (let attempt = 1; ; attempt++) {
    const ports = await freePorts(program.portCount)
    const logFile = join(program.folder, `${program.name}.log`)
    const child = launch(program, ports, logFile)
    const close = () => stop(child)
    const failure = await untilReady(program, ports, child)
    if (failure === undefined) return { ports, log: () => readFile(logFile, 'utf8'), close }
    await close()
    const log = await readFile(logFile, 'utf8')
    if (attempt < attempts && /address already in use/i.test(log)) continue
    throw new Error(`${program.name} ${failure}; end of its log:\n${log.slice(-3000)}`)
  }
}

function launch(program: Program, ports: readonly number[], logFile: string): ChildProcess {
  const log = openSync(logFile, 'w')
  try {
    const args = ['-c', keeper, program.name, ...program.command(ports)]
    return spawn('/bin/sh', args, { stdio: ['pipe', log, log], env: program.env ?? process.env })
  } finally {
    closeSync(log)
  }
}

/** Undefined when ready, else what went wrong. */
async function untilReady(
  program: Program,
  ports: readonly number[],
  child: ChildProcess,
): Promise<string | undefined> {
  const deadline = performance.now() + program.withinMs
  while (performance.now() < deadline) {
    if (hasEnded(child)) return `ended with exit code ${child.exitCode}`
    if (await program.ready(ports).catch(() => false)) return undefined
    await pause(50)
  }
  return `was not ready within ${program.withinMs} ms`
}

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  const ended = once(child, 'exit')
  child.stdin?.end()
  await ended
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}
