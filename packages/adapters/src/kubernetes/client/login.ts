import type { CollectionPlan } from '@fleet-auditor/audit/ports/collector.ts'
import type { ApiAccess, Credentials } from '@fleet-auditor/audit/ports/connector.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { cutterOf, quotedText } from '@fleet-auditor/model/quoted-text.ts'
import { failed, type Failed } from '@fleet-auditor/model/section.ts'
import { endedBy } from '../../wire/transport-fault.ts'
import { within } from '../../wire/within.ts'
import { openDispatcher, type ClusterDispatcher } from './cluster-dispatcher.ts'

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

/** A shorter one is cut out of quotes only: it may be a word of the facts (`meshery` as a password). */
const shortestInFacts = 8

/** What requests carry to the server or its proxy, which either may repeat: each as it is, and as it is sent. */
function credentialsSent(access: Pick<ApiAccess, 'proxyUrl'>, { authorization }: Credentials): string[] {
  return [...ofHeader(authorization), ...ofProxy(access.proxyUrl)]
}

function ofHeader(authorization: string | undefined): string[] {
  const sent = authorization?.slice(authorization.indexOf(' ') + 1)
  if (authorization === undefined || sent === undefined) return []
  if (!/^basic /i.test(authorization)) return [sent]
  const pair = Buffer.from(sent, 'base64').toString()
  return [sent, pair, pair.slice(pair.indexOf(':') + 1)]
}

function ofProxy(proxyUrl: string | undefined): string[] {
  const { username = '', password = '' } = (proxyUrl === undefined ? null : URL.parse(proxyUrl)) ?? {}
  if (password === '') return []
  const plain = [username, password].map((part) => Buffer.from(part).toString())
  return [password, ...decoded(password), ...ofHeader(`Basic ${Buffer.from(plain.join(':')).toString('base64')}`)]
}

function decoded(part: string): string[] {
  try {
    return [decodeURIComponent(part)]
  } catch {
    return [] // a lone percent sign: then there is no second spelling
  }
}

/** The lines of a private key, which never leave this machine: an error of OpenSSL could quote one. */
const keyLines = ({ clientCertificate }: Credentials): string[] =>
  (clientCertificate?.keyPem ?? '').split(/\s+/).filter((line) => /^[\w+/=]{16,}$/.test(line))

/** The same facts without these credentials, whichever field or key a server put one into. */
export function withoutCredentials<T>(facts: T, credentials: readonly string[]): T {
  const cut = cutterOf(credentials.filter(({ length }) => length >= shortestInFacts))
  const text = JSON.stringify(facts)
  // Nearly always: then nothing is copied.
  if (cut(text) === text) return facts
  return cutEverywhere(facts, cut) as T // the same shape, with other strings
}

function cutEverywhere(value: unknown, cut: (text: string) => string): unknown {
  if (typeof value === 'string') return cut(value)
  if (Array.isArray(value)) return value.map((one: unknown) => cutEverywhere(one, cut))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [cut(key), cutEverywhere(one, cut)]))
}
