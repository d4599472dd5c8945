import { planScopes } from '@fleet-auditor/audit/fan-out/plan-scopes.ts'
import type { CloudWorker } from '@fleet-auditor/model/run-plan.ts'
import { parseEvent, RunEvent } from './events.ts'
import { logged } from './log.ts'
import { withWiring } from './wiring.ts'

interface Planned {
  readonly run: string
  readonly groups: readonly { readonly run: string; readonly group: number; readonly worker: CloudWorker }[]
}

/** Groups the scopes that were listed. */
export async function handler(event: unknown): Promise<Planned> {
  const { run } = parseEvent(RunEvent, event)
  return logged({ function: 'plan-scopes', run }, (log) =>
    withWiring(async ({ store }) => {
      const groups = await planScopes(run, { store })
      log({ kind: 'planned', groups: groups.length })
      return { run, groups: groups.map(({ group, worker }) => ({ run, group, worker })) }
    }),
  )
}
