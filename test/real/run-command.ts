import { spawn } from 'node:child_process'

export type CommandOptions = {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  readonly stdin?: string
  /** Milliseconds after which the command is killed. Default 60 s. */
  readonly withinMs?: number
}

/** Runs a program to its end and answers its stdout; another exit code than 0 is an error with the end of its stderr. */
export function runCommand(file: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { cwd, env, stdin, withinMs = 60_000 } = options
  const signal = AbortSignal.timeout(withinMs)
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, stdio: 'pipe', signal, killSignal: 'SIGKILL' })
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
    child.once('error', (cause) => {
      const reason = signal.aborted ? `not done within ${withinMs} ms` : cause.message
      reject(new Error(`${file} failed: ${reason}`, { cause }))
    })
    child.once('close', (code, killer) => {
      if (code === 0) return resolve(Buffer.concat(stdout).toString())
      const output = Buffer.concat(stderr).toString().trim() || Buffer.concat(stdout).toString().trim()
      reject(new Error(`${file} ${args.join(' ')}: ${killer ?? `exit code ${code}`}: ${output.slice(-2000)}`))
    })
    // a program that does not read its stdin may close it early: its exit code is the outcome
    child.stdin.once('error', () => {})
    child.stdin.end(stdin ?? '')
  })
}
