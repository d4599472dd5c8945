import { failed, type Failed } from '@fleet-auditor/model/section.ts'
import { reasonFailure, transportFailure } from '../cloud/failure-of.ts'
import { endedBy } from '../wire/transport-fault.ts'

/** Why a read of ARM failed; `what` names the read. Refusals come from the guard, which has seen the whole answer. */
export function azureFailure(error: unknown, what: string, signal: AbortSignal): Failed {
  if (signal.aborted) return endedBy(signal, what)
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return failed('timeout', `${what}: no answer in time`)
  return (
    reasonFailure(error, what) ??
    transportFailure(error, what) ??
    failed('malformed', `${what}: the answer is not one that ARM gives`)
  )
}
