import { spawn, type SpawnOptions } from 'node:child_process'
import { isAbsolute, join } from 'node:path'
import type { User } from '@kubernetes/client-node/dist/config_types.js'
import { ExecAuth } from '@kubernetes/client-node/dist/exec_auth.js'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { z } from 'zod'
import { endedBy } from '../wire/transport-fault.ts'
import { withinTime } from '../wire/within.ts'
import { printable, withoutUserInfo } from '@fleet-auditor/model/printable-text.ts'
import type { KubeconfigContext } from './kubeconfig.ts'
import type { Exec } from './kubeconfig-document.ts'
import { unusable } from './pem.ts'

/** What client-node writes into request options. */
const Applied = z.object({
  headers: z.object({ Authorization: z.string().optional() }),
  cert: z.string().optional(),
  key: z.string().optional(),
})
export type ExecCredentials = z.infer<typeof Applied>

/** Runs a context's exec plugin, without a terminal, for at most so long. Throws AuditorError `collect`. */
export async function execCredentials(
  exec: Exec,
  context: KubeconfigContext,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<ExecCredentials> {
  const what = `exec plugin ${printable(exec.command)}`
  try {
    return await withinTime(signal, timeoutMs, (until) => run(exec, context, until))
  } catch (error) {
    if (signal.aborted) {
      const { cause, detail } = endedBy(signal, what)
      throw new AuditorError('collect', detail, { reason: cause, cause: error })
    }
    throw error instanceof DOMException
      ? unusable('timeout', `${what}: no end within ${timeoutMs} ms`, 'run it by hand and see what it waits for', error)
      : failureOf(error, what, exec)
  }
}

/** A new ExecAuth each time: it would keep a token that the API server refused. */
async function run(exec: Exec, context: KubeconfigContext, signal: AbortSignal): Promise<ExecCredentials> {
  const auth = new ExecAuth()
  // Its own spawn waits for ever and leaves the plugin a terminal to ask questions on.
  Object.assign(auth, {
    execFn: (command: string, args: string[], options: SpawnOptions) =>
      spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], signal, killSignal: 'SIGKILL' }),
  })
  const info = { name: 'KUBERNETES_EXEC_INFO', value: JSON.stringify(execInfo(exec, context)) }
  const command = commandOf(exec.command, context.user?.folder ?? '.')
  const user: User = { name: context.name, exec: { ...exec, command, env: [...exec.env, info] } }
  const options = { headers: {} }
  await auth.applyAuthentication(user, options)
  return Applied.parse(options)
}

/** As kubectl: a path is relative to the kubeconfig, a bare name is looked for in PATH. */
const commandOf = (command: string, folder: string): string =>
  command.includes('/') && !isAbsolute(command) ? join(folder, command) : command

function execInfo(exec: Exec, { cluster }: KubeconfigContext): object {
  const entry = cluster?.entry
  const told = {
    server: entry?.server,
    'certificate-authority-data': entry?.caData,
    'tls-server-name': entry?.tlsServerName,
    'insecure-skip-tls-verify': entry?.skipTLSVerify,
    'proxy-url': entry?.proxyUrl,
  }
  const spec = { interactive: false, cluster: exec.provideClusterInfo ? told : undefined }
  return { apiVersion: exec.apiVersion, kind: 'ExecCredential', spec }
}

function failureOf(error: unknown, what: string, exec: Exec): AuditorError {
  const hint = exec.installHint ? `: ${printable(exec.installHint, 240)}` : ''
  if (error instanceof Error && 'syscall' in error && 'code' in error) {
    return unusable('unauthenticated', `${what} cannot be started (${String(error.code)})`, `install it${hint}`, error)
  }
  // Neither the output nor an error that quotes it may be told: it holds a token when all is well.
  if (error instanceof SyntaxError || error instanceof TypeError || error instanceof z.ZodError) {
    return unusable('unauthenticated', `${what}: its output is no ExecCredential`, 'run it by hand, and mend it')
  }
  const words = error instanceof Error ? firstLine(error.message) : ''
  const said = words === '' ? 'it failed without a word' : words
  return unusable('unauthenticated', `${what}: ${said}`, 'run it by hand, log in where it asks to')
}

/** Long runs of characters may be a token that a plugin let slip. */
const firstLine = (stderr: string): string =>
  printable(
    withoutUserInfo(
      stderr
        .split('\n')
        .map((line) => line.trim())
        .find((line) => line !== '') ?? '',
    ).replace(/[\w+=.~-]{40,}/g, '[…]'),
    240,
  )
