import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import type { Variables } from '../wiring/environment.ts'

/** Runs `fleet-auditor audit` as a person would, and resolves to its exit code; 130 when it was cancelled. */
export async function runAudit(args: readonly string[], env: Variables): Promise<number> {
  const launcher = fileURLToPath(new URL('../../bin/fleet-auditor.mjs', import.meta.url))
  const child = spawn(process.execPath, [launcher, 'audit', ...args], { stdio: 'inherit', env })
  // A terminal's Ctrl-C reaches the audit by itself; it then stores what it has, and this process waits for it.
  const ignore = (): void => undefined
  const pass = (): void => void child.kill('SIGTERM')
  process.on('SIGINT', ignore)
  process.on('SIGTERM', pass)
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null] // an `exit` event's arguments
    return code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 130 : 4)
  } finally {
    process.off('SIGINT', ignore)
    process.off('SIGTERM', pass)
  }
}
