import { failed, type Failed, type Grant } from '@fleet-auditor/model/section.ts'
import { z } from 'zod'
import { endedBy, reasonFailure, statusFailure, transportFailure } from '../cloud/failure-of.ts'
import { azureLogin } from './azure-unauthenticated.ts'

/** What the SDK's RestError carries; while paging it loses ARM's words, which are then in the body alone. */
const ArmError = z.object({ code: z.string().optional(), message: z.string().optional() })
const ArmFault = z.object({
  statusCode: z.union([z.number(), z.string()]).transform(Number),
  response: z.object({ bodyAsText: z.string().nullish() }).nullish().catch(undefined),
})

/** Why a read of ARM failed; `what` names the read, `action` the permission it needs. */
export function azureFailure(error: unknown, what: string, action: string, signal: AbortSignal): Failed {
  if (signal.aborted) return endedBy(signal, what)
  const known = reasonFailure(error, what)
  if (known) return known
  const fault = ArmFault.safeParse(error).data
  if (fault && fault.statusCode >= 300) return answerFailure(fault.statusCode, armErrorOf(fault), what, action)
  return transportFailure(error, what) ?? failed('malformed', `${what}: the answer is not one that ARM gives`)
}

function answerFailure(status: number, arm: z.infer<typeof ArmError>, what: string, action: string): Failed {
  const words = [arm.code, arm.message].filter((word) => word !== undefined).join(': ') || 'no JSON of ARM’s'
  const failure = statusFailure(status, what, words, { kind: 'cloud', provider: 'azure', action })
  if (status === 401) return { ...failure, grant: sentence(`${azureLogin}: ARM refuses the token`) }
  // ARM says so too of a subscription in a tenant that is not the credential's.
  if (arm.code !== 'SubscriptionNotFound') return failure
  return failed('forbidden', failure.detail, sentence('name a subscription that exists, and its tenant, under sources'))
}

const sentence = (words: string): Grant => ({ kind: 'action', sentence: words })

function armErrorOf(fault: z.infer<typeof ArmFault>): z.infer<typeof ArmError> {
  try {
    const body: unknown = JSON.parse(fault.response?.bodyAsText ?? '')
    return z.object({ error: ArmError }).parse(body).error
  } catch {
    return {} // no error body of ARM's: the status speaks alone
  }
}

export const isGone = (error: unknown): boolean => ArmFault.safeParse(error).data?.statusCode === 404
