import type { ApiAccess, Credentials } from '@fleet-auditor/audit/ports/connector.ts'
import type { CollectionPlan } from '@fleet-auditor/audit/ports/collector.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { failed, type Failed } from '@fleet-auditor/model/section.ts'
import { printable } from './answer-text.ts'
import { type ClusterDispatcher, openDispatcher } from './cluster-dispatcher.ts'
import { abortFailure } from './transport-failure.ts'

export interface LoginOptions {
  readonly access: ApiAccess
  readonly route: CollectionPlan['vantage']
  readonly signal: AbortSignal
  readonly timeoutMs: number
}

/** What requests carry, and through which sockets they go. */
export interface Login {
  readonly status: 'open'
  readonly headers: Readonly<Record<string, string>>
  readonly connection: ClusterDispatcher
}

/** Asks for credentials and prepares the sockets; connects when the first request does. Never rejects. */
export async function logIn(options: LoginOptions): Promise<Login | Failed> {
  const { access, route, signal, timeoutMs } = options
  const host = new URL(access.server).host
  try {
    const credentials = await beforeAbort(access.credentials(signal), signal)
    if (!credentials) return abortFailure(signal, host)
    const connection = openDispatcher(access, credentials, route, timeoutMs)
    return { status: 'open', headers: loginHeaders(credentials), connection }
  } catch (error) {
    if (signal.aborted) return abortFailure(signal, host)
    if (error instanceof AuditorError)
      return failed(error.details.reason ?? 'unauthenticated', `${host}: ${error.message}`, error.details.grant)
    // What is left is OpenSSL refusing a certificate, key or CA; its words name no content.
    return failed('malformed', `${host}: the credentials or the CA are unusable: ${printable(String(error))}`)
  }
}

const loginHeaders = ({ authorization }: Credentials): Record<string, string> => ({
  'user-agent': 'fleet-auditor',
  ...(authorization === undefined ? {} : { authorization }),
})

/** A credential plugin that ignores the signal must not hold the cluster up. */
async function beforeAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const aborted = Promise.withResolvers<undefined>()
  const onAbort = (): void => aborted.resolve(undefined)
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  try {
    return await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
