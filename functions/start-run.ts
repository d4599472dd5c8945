import { startRun } from '@fleet-auditor/audit/fan-out/start-run.ts'
import { ruleSet } from '@fleet-auditor/checks/registry.ts'
import type { CloudWorker } from '@fleet-auditor/model/run-plan.ts'
import { parseEvent, StartRunEvent } from './events.ts'
import { logged } from './log.ts'
import { withWiring } from './wiring.ts'

interface Started {
  readonly run: string
  readonly over: boolean
  readonly workers: readonly { readonly run: string; readonly worker: CloudWorker }[]
}

/** Opens the run; of one that is over it says so. */
export async function handler(event: unknown): Promise<Started> {
  const { run, selection } = parseEvent(StartRunEvent, event)
  return logged({ function: 'start-run', run }, () =>
    withWiring(async ({ fleet, store, clock }) => {
      const context = { run, startedAt: clock.now(), fleet, rules: ruleSet }
      const { over, workers } = await startRun({ selection }, context, { store })
      return { run, over, workers: workers.map((worker) => ({ run, worker })) }
    }),
  )
}
