import { errorNameOf } from '@fleet-auditor/model/auditor-error.ts'
import type { Cause } from '@fleet-auditor/model/cause.ts'
import type { WorkItem } from '@fleet-auditor/model/run-plan.ts'
import { z } from 'zod'
import { errorText } from '../error-text.ts'
import type { RunLedger } from '../ports/run-ledger.ts'

/**
 * Names of errors that stand for a cause: the engine's and Lambda's, and ours, which Lambda reports as the type and the engine
 * as `Error`. Every other one is the tool's own. Lambda ends a function that is out of time as `Sandbox.Timedout`;
 * `Lambda.Unknown` is all that it reports of runtimes older than the one deployed, for want of memory as for want of time.
 * (https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html)
 */
const causes: ReadonlyMap<string, Cause> = new Map([
  ['States.Timeout', 'timeout'],
  ['States.HeartbeatTimeout', 'timeout'],
  ['Sandbox.Timedout', 'timeout'],
  ['Lambda.TooManyRequestsException', 'throttled'],
  [errorNameOf('throttled'), 'throttled'],
])

/** What a Lambda function's failure looks like in the engine's `Cause`; the stack beside it is for the logs. */
const LambdaFailure = z.object({ errorMessage: z.string() })

/** A work item whose worker did not end well, as the engine caught it, for the run's conclusion. */
export async function recordFailure(
  run: string,
  item: WorkItem,
  caught: { readonly error: string; readonly cause: string },
  { store }: { readonly store: { readonly ledger: Pick<RunLedger, 'putFailure'> } },
): Promise<void> {
  const message = messageIn(caught.cause)
  const text = message === '' ? caught.error : `${caught.error}: ${message}`
  const detail = errorText(text)
  await store.ledger.putFailure(run, { item, cause: causes.get(caught.error) ?? 'tool-error', detail })
}

function messageIn(cause: string): string {
  try {
    const read = LambdaFailure.safeParse(JSON.parse(cause))
    return read.success ? read.data.errorMessage : cause
  } catch {
    return cause // the engine's own words are no JSON
  }
}
