import type { Credentials } from '@fleet-auditor/audit/ports/connector.ts'
import { execCredentials } from './exec-credentials.ts'
import type { ContextUser, KubeconfigContext } from './kubeconfig.ts'
import { execTimeoutMs, type KubeconfigOptions } from './options.ts'
import { readBeside, readPem, unusable } from './pem.ts'

/**
 * The credentials of a context, read anew each time: files are rotated and plugins run again after a 401.
 * Throws AuditorError `collect` with a reason.
 */
export async function contextCredentials(
  context: KubeconfigContext,
  options: KubeconfigOptions,
  signal: AbortSignal,
): Promise<Credentials> {
  const { user, userName } = context
  if (userName === undefined) return {}
  if (!user) {
    throw unusable('unauthenticated', `the kubeconfig has no user "${userName}"`, `log in again to get the user back`)
  }
  refuseImpersonation(user)
  const plugged = user.body.exec && !hasToken(user) ? await runPlugin(context, user, options, signal) : {}
  const header = (await tokenHeader(user)) ?? basicHeader(user)
  const clientCertificate = await certificateOf(user)
  return {
    authorization: header || plugged.authorization,
    clientCertificate: clientCertificate ?? plugged.clientCertificate,
  }
}

const hasToken = ({ body }: ContextUser): boolean => body.token !== undefined || body.tokenFile !== undefined

/** Without the impersonation the audit would see with other eyes than the context's. */
function refuseImpersonation({ body }: ContextUser): void {
  if (body.as === undefined && body['as-groups'].length === 0) return
  throw unusable(
    'unauthenticated',
    'the context impersonates another user (as, as-groups), which the auditor does not do',
    'use a context that logs in as the user itself',
  )
}

async function runPlugin(
  context: KubeconfigContext,
  { body: { exec } }: ContextUser,
  options: KubeconfigOptions,
  signal: AbortSignal,
): Promise<Credentials> {
  if (!exec) return {}
  if (!options.allowExec) {
    const sentence = 'give the context a token or a client certificate, or audit from a terminal'
    throw unusable(
      'unauthenticated',
      'the context logs in by an exec plugin, which runs from a terminal only',
      sentence,
    )
  }
  const { headers, cert, key } = await execCredentials(exec, context, options.execTimeoutMs ?? execTimeoutMs, signal)
  if (headers.Authorization === undefined && (cert === undefined || key === undefined)) {
    const message = `exec plugin ${exec.command}: it gave neither a token nor a certificate with its key`
    throw unusable('unauthenticated', message, 'run it by hand, and mend it')
  }
  return {
    authorization: headers.Authorization === undefined ? undefined : sendable(headers.Authorization),
    clientCertificate: cert === undefined || key === undefined ? undefined : { certPem: cert, keyPem: key },
  }
}

/** As client-go: the file goes before the token beside it. */
async function tokenHeader({ entry, body, folder }: ContextUser): Promise<string | undefined> {
  if (body.tokenFile !== undefined) {
    const token = await readBeside({ key: 'tokenFile', folder }, body.tokenFile, 'unauthenticated')
    return sendable(`Bearer ${token.trim()}`)
  }
  if (entry.token) return sendable(`Bearer ${entry.token}`)
  const provider = body['auth-provider']
  if (!provider) return undefined
  const idToken = provider.config?.['id-token']
  // Refreshing it would spend a refresh token that only kubectl can write back.
  if (provider.name === 'oidc' && idToken !== undefined) return sendable(`Bearer ${idToken}`)
  const message = `the auth-provider ${provider.name} of the context gives no token without kubectl's help`
  throw unusable('unauthenticated', message, 'use its exec plugin (gke-gcloud-auth-plugin, kubelogin, …)')
}

function basicHeader({ entry }: ContextUser): string | undefined {
  if (!entry.username) return undefined
  return `Basic ${Buffer.from(`${entry.username}:${entry.password ?? ''}`).toString('base64')}`
}

/** A line break or a letter of another script would end as an error that quotes the token. */
function sendable(header: string): string {
  if (/^\w+ [\x21-\x7e]+$/.test(header)) return header
  throw unusable(
    'unauthenticated',
    'the context’s token is empty or holds characters that no token has',
    'log in again',
  )
}

async function certificateOf({ entry, folder }: ContextUser): Promise<Credentials['clientCertificate']> {
  const certificate = { key: 'client-certificate', data: entry.certData, file: entry.certFile, folder }
  const key = { key: 'client-key', data: entry.keyData, file: entry.keyFile, folder }
  const [certPem, keyPem] = await Promise.all([
    readPem(certificate, 'unauthenticated'),
    readPem(key, 'unauthenticated'),
  ])
  if (certPem !== undefined && keyPem !== undefined) return { certPem, keyPem }
  if (certPem === undefined && keyPem === undefined) return undefined
  throw unusable(
    'unauthenticated',
    'the context has a client certificate or a client key, but not both',
    'log in again',
  )
}
