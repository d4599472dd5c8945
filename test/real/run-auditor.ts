import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { repositoryRoot } from './cache.ts'

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

const command = join(repositoryRoot, 'packages/cli/bin/fleet-auditor.mjs')

/** `fleet-auditor` as a person starts it, in a process of its own; killed when it takes more than a minute. */
export async function runAuditor(args: readonly string[]): Promise<Ended> {
  const { KUBECONFIG: _other, ...env } = process.env
  const options = { cwd: repositoryRoot, env, stdio: 'pipe', timeout: 60_000, killSignal: 'SIGKILL' } as const
  const child = spawn(process.execPath, [command, ...args], options)
  child.stdin.end()
  const code = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve)
  })
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await code, stdout, stderr }
}
