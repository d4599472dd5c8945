import type { Credentials } from '@fleet-auditor/audit/ports/connector.ts'
import { execCredentials } from './exec-credentials.ts'
import type { Exec } from './kubeconfig-document.ts'
import type { ContextUser, KubeconfigContext } from './kubeconfig.ts'
import type { KubeconfigOptions } from './options.ts'
import { readBeside, readPem, unusable } from './pem.ts'

/**
 * The credentials of a context, read again each time: files are rotated and plugins run again after a 401.
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
  const hasToken = user.token !== undefined || user.tokenFile !== undefined
  const plugged = user.exec && !hasToken ? await runPlugin(user.exec, context, options, signal) : {}
  const header = (await tokenHeader(user)) ?? basicHeader(user)
  const clientCertificate = await certificateOf(user)
  return {
    authorization: header || plugged.authorization,
    clientCertificate: clientCertificate ?? plugged.clientCertificate,
  }
}

/** Without the impersonation the audit would see with other eyes than the context's. */
function refuseImpersonation({ impersonates }: ContextUser): void {
  if (!impersonates) return
  throw unusable(
    'unauthenticated',
    'the context impersonates another user (as, as-groups), which the auditor does not do',
    'use a context that logs in as the user itself',
  )
}

async function runPlugin(
  exec: Exec,
  context: KubeconfigContext,
  options: KubeconfigOptions,
  signal: AbortSignal,
): Promise<Credentials> {
  if (!options.allowExec) {
    const sentence = 'give the context a token or a client certificate, or audit from a terminal'
    throw unusable(
      'unauthenticated',
      'the context logs in by an exec plugin, which runs from a terminal only',
      sentence,
    )
  }
  const {
    token,
    clientCertificateData: certPem,
    clientKeyData: keyPem,
  } = await execCredentials(exec, context, options, signal)
  const clientCertificate = certPem && keyPem ? { certPem, keyPem } : undefined
  if (!token && !clientCertificate) {
    const message = `exec plugin ${exec.command}: it gave neither a token nor a certificate with its key`
    throw unusable('unauthenticated', message, 'run it by hand, and fix it')
  }
  return { authorization: token ? sendable(`Bearer ${token}`) : undefined, clientCertificate }
}

/** As client-go: the file goes before the token beside it. */
async function tokenHeader({ token, tokenFile, authProvider, folder }: ContextUser): Promise<string | undefined> {
  if (tokenFile !== undefined) {
    const read = await readBeside({ key: 'tokenFile', folder }, tokenFile, 'unauthenticated')
    return sendable(`Bearer ${read.trim()}`)
  }
  if (token !== undefined) return sendable(`Bearer ${token}`)
  if (!authProvider) return undefined
  const idToken = authProvider.config?.['id-token']
  // Refreshing it would spend a refresh token that only kubectl can write back.
  if (authProvider.name === 'oidc' && idToken !== undefined) return sendable(`Bearer ${idToken}`)
  const message = `the auth-provider ${authProvider.name} of the context gives no token without kubectl's help`
  throw unusable('unauthenticated', message, 'use its exec plugin (gke-gcloud-auth-plugin, kubelogin, …)')
}

function basicHeader({ username, password }: ContextUser): string | undefined {
  if (username === undefined) return undefined
  return `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}`
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

async function certificateOf({ certificate, key, folder }: ContextUser): Promise<Credentials['clientCertificate']> {
  const [certPem, keyPem] = await Promise.all([
    readPem({ key: 'client-certificate', ...certificate, folder }, 'unauthenticated'),
    readPem({ key: 'client-key', ...key, folder }, 'unauthenticated'),
  ])
  if (certPem !== undefined && keyPem !== undefined) return { certPem, keyPem }
  if (certPem === undefined && keyPem === undefined) return undefined
  throw unusable(
    'unauthenticated',
    'the context has a client certificate or a client key, but not both',
    'log in again',
  )
}
