import { errorNameOf } from '@fleet-auditor/model/auditor-error.ts'
import type { Cause } from '@fleet-auditor/model/cause.ts'
import { workItemName, type WorkerFailure, type WorkItem } from '@fleet-auditor/model/run-plan.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
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

/** Why a worker's part is not there. */
export type FailureReason = Pick<WorkerFailure, 'cause' | 'detail'>

export interface ItemFailures {
  /** Why an item failed: Step Functions' cause, else the run's default. */
  of(item: WorkItem): FailureReason
  has(item: WorkItem): boolean
  /** Steps of the run as a whole that failed: a run in which one did is not complete, whatever its rows say. */
  readonly steps: readonly LedgerRow[]
}

export function itemFailures(failures: readonly WorkerFailure[], otherwise: FailureReason): ItemFailures {
  const byItem = new Map(failures.map((failure) => [workItemName(failure.item), failure]))
  const steps = failures.flatMap(({ item, cause, detail }): LedgerRow[] =>
    item.kind === 'step' ? [{ id: item.step, kind: 'step', outcome: 'failed', cause, detail }] : [],
  )
  return {
    of: (item) => {
      const { cause, detail } = byItem.get(workItemName(item)) ?? otherwise
      return { cause, detail }
    },
    has: (item) => byItem.has(workItemName(item)),
    steps,
  }
}
