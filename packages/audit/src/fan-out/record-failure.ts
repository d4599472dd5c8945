import type { Cause } from '@fleet-auditor/model/cause.ts'
import type { WorkItem } from '@fleet-auditor/model/run-plan.ts'
import { throttledTable } from '@fleet-auditor/model/throttled-table.ts'
import { safeText, shortened } from '@fleet-auditor/report/safe-text.ts'
import { z } from 'zod'
import type { RunLedger } from '../ports/run-ledger.ts'

/** The engine's and Lambda's names of errors; every other one is the tool's own. */
const causes: Readonly<Record<string, Cause>> = {
  'States.Timeout': 'timeout',
  'States.HeartbeatTimeout': 'timeout',
  'Sandbox.Timedout': 'timeout',
  'Lambda.TooManyRequestsException': 'throttled',
}

/** Words of a message that tell more than the error's name: a handler's own error is called `AuditorError`. */
const words: readonly (readonly [string, Cause])[] = [
  [throttledTable, 'throttled'],
  ['Task timed out after', 'timeout'], // Lambda, where it tells no type
]

const detailLimit = 300

/** What a Lambda function's failure looks like in the engine's `Cause`; the stack beside it is for the logs. */
const LambdaFailure = z.object({ errorMessage: z.string() })

/** A work item whose worker did not end well, as the engine caught it, kept for the run's conclusion. */
export async function recordFailure(
  run: string,
  item: WorkItem,
  caught: { readonly error: string; readonly cause: string },
  { store }: { readonly store: { readonly ledger: Pick<RunLedger, 'putFailure'> } },
): Promise<void> {
  const message = messageIn(caught.cause)
  const said = message === '' ? caught.error : `${caught.error}: ${message}`
  const detail = shortened(safeText(said), detailLimit)
  const named = Object.hasOwn(causes, caught.error) ? causes[caught.error] : undefined
  const cause = named ?? words.find(([word]) => message.includes(word))?.[1]
  await store.ledger.putFailure(run, { item, cause: cause ?? 'tool-error', detail })
}

function messageIn(cause: string): string {
  try {
    const read = LambdaFailure.safeParse(JSON.parse(cause))
    return read.success ? read.data.errorMessage : ''
  } catch {
    return cause // the engine's own words are no JSON
  }
}
