import { recordFailure } from '@fleet-auditor/audit/fan-out/record-failure.ts'
import { workItemOf } from '@fleet-auditor/model/run-plan.ts'
import { RecordFailureEvent } from './run/events.ts'
import { step } from './wiring/table.ts'

/** Records why a work item failed, as the engine caught it. */
export const handler = step('record-failure', RecordFailureEvent, async ({ run, item, error }, { store, log }) => {
  log({ kind: 'item-failed', item, error: error.Error })
  await recordFailure(run, workItemOf(item), { error: error.Error, cause: error.Cause }, { store })
  return {}
})
