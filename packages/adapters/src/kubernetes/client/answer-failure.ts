import type { Cause } from '@fleet-auditor/model/cause.ts'
import { failed, type Failed, type Grant } from '@fleet-auditor/model/section.ts'
import { z } from 'zod'
import { codesOf, endedBy, transportFault } from '../../wire/transport-fault.ts'
import type { Answer, TransportError } from './http-exchange.ts'
import { parseBody } from './json-body.ts'

/** A text of the other side made fit to show and store, without the credentials in hand. */
export type Quote = (text: string, limit?: number) => string

const causes: ReadonlyMap<number, Cause> = new Map([
  [410, 'terminated-early'],
  [429, 'throttled'],
  [502, 'unreachable'],
  [503, 'unreachable'],
  [504, 'timeout'],
])

const Status = z.object({ kind: z.literal('Status'), message: z.string().optional() })

interface Asked {
  /** Host and path. */
  readonly place: string
  readonly grant: Grant
  readonly quote: Quote
}

/** Why an answer is no success; `undefined` for a success. */
export function answerFailure(answer: Answer, { place, grant, quote }: Asked): Failed | undefined {
  if (answer.status < 300) return undefined
  if (answer.status < 400) {
    const location = answer.headers['location']
    const target = typeof location === 'string' ? ` to ${quote(location)}` : ''
    return failed('malformed', `${place}: answered ${answer.status}, a redirect${target}`)
  }
  const status = statusOf(answer.body)
  const detail = `${place}: answered ${answer.status}: ${quote(status?.message ?? textOf(answer.body)) || 'nothing'}`
  // Only the API server speaks of rights, and of what there is; without a Status it is a gateway that answers.
  if (answer.status === 403) {
    return status ? failed('forbidden', detail, emailScope(status.message) ?? grant) : failed('filtered', detail)
  }
  if (answer.status === 404) return failed(status ? 'absent-api' : 'malformed', detail)
  if (answer.status === 401) return failed('unauthenticated', detail, newLogin)
  return failed(causes.get(answer.status) ?? 'malformed', detail)
}

const newLogin: Grant = {
  kind: 'action',
  sentence: 'renew the login, or map the auditor’s identity in this cluster (EKS access entry, GKE or Entra group)',
}

/**
 * GKE names a service account by its unique id, all digits, where the token was not asked for with `userinfo.email`: a
 * role bound to the account's e-mail is then of no use (kubernetes/kubernetes#58141). Only the message names the user.
 */
function emailScope(message = ''): Grant | undefined {
  const id = /: User "(\d{15,30})" cannot /.exec(message)?.[1]
  if (id === undefined) return undefined
  const sentence =
    `ask for the auditor’s Google token with the scope https://www.googleapis.com/auth/userinfo.email too (without it ` +
    `GKE knows the service account by its unique id), or bind the role to User ${id}`
  return { kind: 'action', sentence }
}

/** A success that holds nothing that is read. */
export const notJson = ({ status, body }: Answer, { place, quote }: Asked): Failed =>
  failed('malformed', `${place}: answered ${status} with what is no JSON: ${quote(textOf(body))}`)

/** More than is read of it for a quote. */
const textOf = (body: Buffer): string => body.toString('utf8', 0, 65_536)

/** Whether only a server that we are logged in to answers so: 403 and 404 have these causes with a Status alone. */
export const provesLogin = ({ cause }: Failed): boolean => cause === 'forbidden' || cause === 'absent-api'

const statusOf = (body: Buffer): z.infer<typeof Status> | undefined => Status.safeParse(parseBody(body).value).data

interface TransportFailure {
  readonly outcome: Failed
  /** Whether the same request may be sent again. */
  readonly again: boolean
}

/** `signal` has the reason of an abort: Ctrl-C or a deadline. */
export function transportFailure(
  { why, begun }: TransportError,
  { place, quote }: Pick<Asked, 'place' | 'quote'>,
  signal: AbortSignal,
): TransportFailure {
  if (why === 'aborted') return { outcome: endedBy(signal, place), again: false }
  const end = (cause: Cause, sentence: string, again = false): TransportFailure => ({
    outcome: failed(cause, `${place}: ${sentence}`),
    again,
  })
  if (why === 'timeout') return end('timeout', begun ? 'the answer did not end in time' : 'no answer came in time')
  if (why === 'too-large') return end('too-large', 'the answer is larger than an answer may be')
  if (why === 'too-many') return end('too-large', 'the answer holds more values than an answer may hold')
  if (why === 'too-deep') return end('malformed', 'the answer is nested deeper than any object is')
  const fault = transportFault(why)
  if (!fault) {
    const code = codesOf(why).at(-1) ?? 'no code'
    return end('malformed', `the answer is no HTTP this auditor reads (${code}: ${quote(why.message)})`)
  }
  const { code, cause, sentence, kind } = fault
  if (kind === 'untrusted') return end(cause, `TLS ${code}: ${sentence}: fetch the cluster’s CA data again`)
  if (kind === 'tls') return end(cause, `TLS ${code}: ${sentence}`)
  if (kind === 'known') return end(cause, `${sentence} (${code})`)
  const when = begun ? 'before the answer ended' : 'before an answer came'
  return end(begun ? 'terminated-early' : cause, `${sentence} ${when} (${code})`, true)
}
