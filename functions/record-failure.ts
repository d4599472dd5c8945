import { recordFailure } from '@fleet-auditor/audit/fan-out/record-failure.ts'
import { workItemOf } from '@fleet-auditor/model/run-plan.ts'
import { parseEvent, RecordFailureEvent } from './events.ts'
import { logged } from './log.ts'
import { withWiring } from './wiring.ts'

/** Writes down how a work item ended, as the engine saw it. */
export async function handler(event: unknown): Promise<object> {
  const { run, item, error } = parseEvent(RecordFailureEvent, event)
  return logged({ function: 'record-failure', run }, (log) =>
    withWiring(async ({ store }) => {
      log({ kind: 'item-failed', item, error: error.Error })
      await recordFailure(run, workItemOf(item), { error: error.Error, cause: error.Cause }, { store })
      return {}
    }),
  )
}
