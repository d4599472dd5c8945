import { setTimeout as delay } from 'node:timers/promises'
import { quotedText } from '@fleet-auditor/model/quoted-text.ts'
import { failed, type Failed } from '@fleet-auditor/model/section.ts'
import { passingStatuses, retryDelay } from '../../wire/retry-delay.ts'
import { endedBy } from '../../wire/transport-fault.ts'
import { transportFailure } from './answer-failure.ts'
import { exchangeOnce, type Answer, type Exchanged } from './http-exchange.ts'
import { logIn, type Login, type LoginOptions } from './login.ts'
import { mediaTypes, type ApiRequest } from './resource-request.ts'

/** One API server, who we are to it, and what has gone over the wire. */
export interface Channel {
  readonly options: LoginOptions
  readonly origin: string
  /** Host, port and base path; a request's path follows. */
  readonly place: string
  readonly basePath: string
  login: Promise<Login | Failed>
  /** Of before the credentials were refused. */
  formerLogin: Promise<Login | Failed> | undefined
  /** The 401 to the second credentials: it stands for every request to come. */
  refusal: Answer | undefined
  /** Of all logins so far: what the server may repeat. */
  readonly sent: Set<string>
  bytes: number
  retries: number
}

/** Bytes of answers that are read of one cluster: 125,000 RoleBindings, or the tables of 200,000 nodes. */
const clusterBytes = 128 * 2 ** 20

export function openChannel(options: LoginOptions): Channel {
  const { origin, host, pathname } = new URL(options.access.server)
  const basePath = pathname.replace(/\/$/, '')
  const login = logIn(options)
  const none = { formerLogin: undefined, refusal: undefined, sent: new Set<string>(), bytes: 0, retries: 0 }
  return { options, origin, place: host + basePath, basePath, login, ...none }
}

/** A text of the other side, fit for a detail. */
export const quoteIn =
  ({ sent }: Channel) =>
  (text: string, limit?: number): string =>
    quotedText(text, { credentials: [...sent], limit })

/**
 * Sends until an answer stands: again what may pass, and with new credentials once after a 401. A kube-apiserver that
 * refuses a login ends its HTTP/2 connection with it, so that a cut may be no more than another request's refusal.
 * An answer of more than `bodyLimit` bytes is `too-large`.
 */
export async function persist(channel: Channel, request: ApiRequest, bodyLimit: number): Promise<Answer | Failed> {
  const { signal, timeoutMs } = channel.options
  const place = channel.place + request.path
  const deadline = performance.now() + timeoutMs
  for (let attempt = 0; ;) {
    if (channel.refusal) return channel.refusal
    const used = channel.login
    const login = await used
    if (login.status === 'failed') return login
    for (const one of login.sent) channel.sent.add(one)
    if (channel.bytes >= clusterBytes) return spent(place)
    const limits = { bodyLimit, timeoutMs: deadline - performance.now() }
    const { answer, transportError, bytes } = await send(channel, login, request, limits)
    channel.bytes += bytes
    if (answer?.status === 401) {
      if (renewed(channel, used)) continue
      channel.refusal = answer
    }
    if (!answer && channel.refusal) return channel.refusal
    const { outcome, again } = answer
      ? { outcome: answer, again: passingStatuses.has(answer.status) }
      : transportFailure(transportError, { place, quote: quoteIn(channel) }, signal)
    const wait = again ? retryDelay(retryAfterOf(answer), attempt, Date.now(), deadline - performance.now()) : undefined
    if (wait === undefined) return outcome
    attempt += 1
    channel.retries += 1
    if (!(await pause(wait, signal))) return endedBy(signal, place)
  }
}

const spent = (place: string): Failed =>
  failed('too-large', `${place}: not read: the cluster’s answers already hold ${clusterBytes / 2 ** 20} MB`)

/** Credentials are asked for once more in a collection. `false`: those refused were the second ones. */
function renewed(channel: Channel, refused: Channel['login']): boolean {
  if (channel.formerLogin === undefined) {
    channel.formerLogin = channel.login
    channel.login = logIn(channel.options)
  }
  return refused !== channel.login
}

function send(
  channel: Channel,
  login: Login,
  request: ApiRequest,
  limits: { readonly bodyLimit: number; readonly timeoutMs: number },
): Promise<Exchanged> {
  const query = request.query ? `?${new URLSearchParams(request.query).toString()}` : ''
  const headers = { ...login.headers, accept: request.accept ?? mediaTypes.json }
  const exchange = {
    dispatcher: login.connection.dispatcher,
    origin: channel.origin,
    path: channel.basePath + request.path + query,
    ...limits,
  }
  const { body } = request
  if (body === undefined) return exchangeOnce({ ...exchange, headers }, channel.options.signal)
  const typed = { ...headers, 'content-type': mediaTypes.json }
  return exchangeOnce({ ...exchange, headers: typed, body }, channel.options.signal)
}

const retryAfterOf = (answer: Answer | undefined): string | undefined => answer?.headers['retry-after']?.toString()

/** `false` when the wait was cut short. */
const pause = (ms: number, signal: AbortSignal): Promise<boolean> => delay(ms, true, { signal }).catch(() => false)

export async function closeChannel(channel: Channel): Promise<void> {
  for (const login of await Promise.all([channel.login, channel.formerLogin])) {
    if (login?.status === 'open') await login.connection.close()
  }
}
