import { isAbsolute, join } from 'node:path'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { quotedText } from '@fleet-auditor/model/quoted-text.ts'
import { z } from 'zod'
import { codeOf } from '../wire/text-file.ts'
import { endedBy } from '../wire/transport-fault.ts'
import { withinTime } from '../wire/within.ts'
import type { Exec } from './kubeconfig-document.ts'
import type { KubeconfigContext } from './kubeconfig.ts'
import { execTimeoutMs, type KubeconfigOptions } from './options.ts'
import { unusable } from './pem.ts'
import { runPlugin, type Ended } from './plugin-process.ts'

/** https://kubernetes.io/docs/reference/config-api/client-authentication.v1/#ExecCredentialStatus */
const ExecStatus = z.object({
  token: z.string().optional(),
  clientCertificateData: z.string().optional(),
  clientKeyData: z.string().optional(),
})
type ExecStatus = z.infer<typeof ExecStatus>

const ExecCredential = z.object({ status: ExecStatus }).nullable()

/**
 * Runs a context's exec plugin without a terminal and for a limited time. Throws AuditorError `collect`. Not by
 * client-node's authenticator: it waits without limit, leaves the plugin a terminal to ask questions on, and caches a
 * token that the API server refused.
 */
export async function execCredentials(
  exec: Exec,
  context: KubeconfigContext,
  options: Pick<KubeconfigOptions, 'environment' | 'execTimeoutMs'>,
  signal: AbortSignal,
): Promise<ExecStatus> {
  const what = `exec plugin ${quotedText(exec.command)}`
  const timeoutMs = options.execTimeoutMs ?? execTimeoutMs
  const env = environmentOf(exec, context, options)
  const command = commandOf(exec.command, context.user?.folder ?? '.')
  const work = (until: AbortSignal): Promise<Ended> => runPlugin([command, ...exec.args], env, until)
  const ended = await withinTime(signal, timeoutMs, work).catch((error: unknown) => {
    if (signal.aborted) throw ordered(signal, what, error)
    if (error instanceof DOMException) {
      throw unusable(
        'timeout',
        `${what}: no end within ${timeoutMs} ms`,
        'run it by hand and see what it waits for',
        error,
      )
    }
    throw notStarted(error, what, exec)
  })
  if (ended.code !== 0) {
    const words = firstLine(ended, env) || `it failed with exit code ${ended.code} without a word`
    throw unusable('unauthenticated', `${what}: ${words}`, 'run it by hand, log in where it asks to')
  }
  return statusIn(ended.stdout, what)
}

/** As kubectl: a path is relative to the kubeconfig, a bare name is looked for in PATH. */
const commandOf = (command: string, folder: string): string =>
  command.includes('/') && !isAbsolute(command) ? join(folder, command) : command

function environmentOf(
  exec: Exec,
  { cluster }: KubeconfigContext,
  { environment }: Pick<KubeconfigOptions, 'environment'>,
): NodeJS.ProcessEnv {
  const info = {
    server: cluster?.server,
    'certificate-authority-data': cluster?.authority.data,
    'tls-server-name': cluster?.tlsServerName,
    'insecure-skip-tls-verify': cluster?.skipTlsVerify,
    'proxy-url': cluster?.proxyUrl,
  }
  const spec = { interactive: false, cluster: exec.provideClusterInfo ? info : undefined }
  const credential = { apiVersion: exec.apiVersion, kind: 'ExecCredential', spec }
  const own = Object.fromEntries(exec.env.map(({ name, value }) => [name, value]))
  return { ...environment, ...own, KUBERNETES_EXEC_INFO: JSON.stringify(credential) }
}

/** Neither the output nor an error that quotes it may be shown: it holds a token when all is well. */
function statusIn(stdout: string, what: string): ExecStatus {
  try {
    return ExecCredential.parse(JSON.parse(stdout))?.status ?? {}
  } catch {
    // The cause would quote the output.
    throw unusable('unauthenticated', `${what}: its output is not an ExecCredential`, 'run it by hand, and fix it')
  }
}

function ordered(signal: AbortSignal, what: string, cause: unknown): AuditorError {
  const failure = endedBy(signal, what)
  return new AuditorError('collect', failure.detail, { reason: failure.cause, cause })
}

function notStarted(error: unknown, what: string, { installHint }: Exec): AuditorError {
  const code = codeOf(error)
  if (code === 'TOO_LARGE') return unusable('unauthenticated', `${what}: its output does not end`, 'run it by hand')
  const hint = installHint ? `: ${quotedText(installHint, { limit: 240 })}` : ''
  return unusable('unauthenticated', `${what} cannot be started (${code})`, `install it${hint}`, error)
}

const secretName = /token|secret|key|passw|credential/i

/** Without the secrets that the plugin had in its environment, and those that it printed for us. */
function firstLine({ stdout, stderr }: Ended, env: NodeJS.ProcessEnv): string {
  const line = stderr.split('\n').find((one) => one.trim() !== '') ?? ''
  const given = Object.entries(env).flatMap(([name, value]) => (secretName.test(name) ? (value ?? []) : []))
  const printed = Array.from(stdout.matchAll(/"([^"\s]{8,})"/g), ([, text = '']) => text)
  return quotedText(line, { credentials: [...given, ...printed.slice(0, 20)], limit: 240 })
}
