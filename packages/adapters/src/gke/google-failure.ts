import { failed, type Failed, type Grant } from '@fleet-auditor/model/section.ts'
import { z } from 'zod'
import { reasonFailure, statusFailure, transportFailure } from '../cloud/failure-of.ts'
import { endedBy } from '../wire/transport-fault.ts'

/** What gax puts on its errors: the gRPC code, the HTTP status that was received, the reason of the ErrorInfo. */
const GoogleFault = z.object({
  code: z.unknown(),
  httpStatusCode: z.number().optional(),
  reason: z.string().optional(),
  message: z.string().default(''),
})

const cancelled = 1
const deadlineExceeded = 4

/** Why a read of Google's API failed; `what` names the read, `action` the permission it needs. */
export function googleFailure(error: unknown, what: string, action: string, signal: AbortSignal): Failed {
  if (signal.aborted) return endedBy(signal, what)
  const known = reasonFailure(error, what)
  if (known) return known
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return failed('timeout', `${what}: no answer in time`)
  }
  const fault = GoogleFault.safeParse(error).data
  if (fault?.httpStatusCode !== undefined) {
    const grant: Grant = { kind: 'cloud', provider: 'gcp', action }
    return withRemedy(statusFailure(fault.httpStatusCode, what, wordsOf(fault.message), grant))
  }
  const broken = transportFailure(error, what)
  if (broken) return broken
  if (fault?.code === deadlineExceeded || fault?.code === cancelled) {
    return failed('timeout', `${what}: no answer in time`)
  }
  return failed('malformed', `${what}: the answer is not one that Google’s API gives`)
}

/** gax quotes the whole page of a gateway that answers in HTML. */
const wordsOf = (message: string): string => (/could not be decoded/.test(message) ? 'no JSON' : message)

function withRemedy(failure: Failed): Failed {
  if (failure.cause !== 'unauthenticated') return failure
  const sentence =
    'Google refuses the token: in a function see federation.google of the fleet file; on a terminal run `gcloud auth application-default login` again'
  return { ...failure, grant: { kind: 'action', sentence } }
}

/** The Kubernetes Engine API was never switched on in the project: it has no clusters. */
export const isApiOff = (error: unknown): boolean => GoogleFault.safeParse(error).data?.reason === 'SERVICE_DISABLED'

export const isGone = (error: unknown): boolean => GoogleFault.safeParse(error).data?.httpStatusCode === 404
