import type { Cause } from '@fleet-auditor/model/cause.ts'
import { printable, withoutUserInfo } from '@fleet-auditor/model/printable-text.ts'
import { failed, type Failed, type Grant } from '@fleet-auditor/model/section.ts'
import { z } from 'zod'
import type { Answer } from './http-exchange.ts'

/** Answers that a later moment may not give again. */
export const passing: ReadonlySet<number> = new Set([429, 502, 503, 504])

const causes: Readonly<Record<number, Cause>> = {
  404: 'absent-api',
  410: 'terminated-early',
  429: 'throttled',
  502: 'unreachable',
  503: 'unreachable',
  504: 'timeout',
}

const Status = z.object({ kind: z.literal('Status'), message: z.string().optional() })

/** Why an answer is no success; `undefined` for a success. `place`: host and path. */
export function answerFailure(answer: Answer, place: string, grant: Grant): Failed | undefined {
  if (answer.status < 300) return undefined
  if (answer.status < 400) {
    return failed('malformed', `${place}: answered ${answer.status}, a redirect${target(answer)}`)
  }
  const status = statusOf(answer.body)
  const words = status?.message ?? answer.body.toString('utf8', 0, 2048)
  const detail = `${place}: answered ${answer.status}: ${printable(words) || 'nothing'}`
  // Only the API server speaks of rights; a 403 of anything else is a gateway's.
  if (answer.status === 403) {
    return status ? failed('forbidden', detail, emailScope(status.message) ?? grant) : failed('filtered', detail)
  }
  if (answer.status === 401) return failed('unauthenticated', detail, newLogin)
  return failed(causes[answer.status] ?? 'malformed', detail)
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

/** Whether the answer is one that only a server we are logged in to gives. */
export const provesLogin = (answer: Answer): boolean =>
  (answer.status === 403 || answer.status === 404) && statusOf(answer.body) !== undefined

function statusOf(body: Buffer): z.infer<typeof Status> | undefined {
  try {
    return Status.safeParse(JSON.parse(body.toString())).data
  } catch {
    return undefined // not JSON: then it is no Status, which is the answer
  }
}

/** Where a redirect leads, without what a query or user part may hold. */
function target(answer: Answer): string {
  const location = answer.headers['location']
  return typeof location === 'string' ? ` to ${printable(withoutUserInfo(location).replace(/[?#].*$/s, ''))}` : ''
}
