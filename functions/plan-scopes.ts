import { planScopes } from '@fleet-auditor/audit/fan-out/plan-scopes.ts'
import { RunEvent } from './run/events.ts'
import { step } from './wiring/table.ts'

/** Groups the scopes that were listed. */
export const handler = step('plan-scopes', RunEvent, async ({ run }, { store, log }) => {
  const groups = await planScopes(run, { store })
  log({ kind: 'planned', groups: groups.length })
  return { run, groups: groups.map(({ group, worker }) => ({ run, group, worker })) }
})
