import type { DecisionStore } from '@fleet-auditor/audit/ports/decision-store.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import { decisionsOf, type DecisionEvent } from '@fleet-auditor/model/decision.ts'
import { keyOf, putFirst, valueOf, valuesOf, type Cloned, type Memory } from './records.ts'

export const createMemoryDecisions = (cloned: Cloned): DecisionStore => ({
  list: cloned(({ records, now }) => decisionsOf(valuesOf(records.decisions, now()))),
  find: cloned(({ records, now }, id) => decisionsOf(valuesOf(records.decisions, now(), id))[0]),
  append: cloned(append),
})

/** Adding the same event once more changes nothing. */
function append({ records, now }: Memory, event: DecisionEvent): boolean {
  const key = keyOf(event.id, event.number)
  if (putFirst(records.decisions, key, { value: event }, now())) return true
  return canonical(valueOf(records.decisions, key, now())) === canonical(event)
}
