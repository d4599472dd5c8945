import type { CollectionPlan } from '@fleet-auditor/audit/ports/collector.ts'
import type { ApiAccess, Credentials } from '@fleet-auditor/audit/ports/connector.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { quotedText } from '@fleet-auditor/model/quoted-text.ts'
import { failed, type Failed } from '@fleet-auditor/model/section.ts'
import { endedBy } from '../../wire/transport-fault.ts'
import { within } from '../../wire/within.ts'
import { openDispatcher, type ClusterDispatcher } from './cluster-dispatcher.ts'
import { credentialsSent, keyLines } from './credentials-in-hand.ts'

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
  /** What these requests give to the server, and it may repeat. */
  readonly sent: readonly string[]
}

/** Asks for credentials and prepares the sockets; connects when the first request does. Never rejects. */
export async function logIn(options: LoginOptions): Promise<Login | Failed> {
  const { access, route, signal, timeoutMs } = options
  const host = new URL(access.server).host
  let inHand: readonly string[] = []
  try {
    // A credential plugin that ignores the signal must not hold the cluster up.
    const credentials = await within(signal, access.credentials(signal))
    const sent = credentialsSent(access, credentials)
    inHand = [...sent, ...keyLines(credentials)]
    const connection = openDispatcher(access, credentials, route, timeoutMs)
    return { status: 'open', headers: loginHeaders(credentials), connection, sent }
  } catch (error) {
    if (signal.aborted) return endedBy(signal, host)
    if (error instanceof AuditorError) {
      return failed(error.details.reason ?? 'unauthenticated', `${host}: ${error.message}`, error.details.grant)
    }
    // What is left is OpenSSL refusing a certificate, key or CA.
    const words = quotedText(String(error), { credentials: inHand })
    return failed('malformed', `${host}: the credentials or the CA are unusable: ${words}`)
  }
}

const loginHeaders = ({ authorization }: Credentials): Record<string, string> => ({
  'user-agent': 'fleet-auditor',
  ...(authorization === undefined ? {} : { authorization }),
})
