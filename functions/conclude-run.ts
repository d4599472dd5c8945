import { concludeRun } from '@fleet-auditor/audit/fan-out/conclude-run.ts'
import { allEnabled } from '@fleet-auditor/audit/run-context.ts'
import { ruleSet } from '@fleet-auditor/checks/registry.ts'
import type { Run } from '@fleet-auditor/model/run.ts'
import { parseEvent, RunEvent } from './events.ts'
import { logged } from './log.ts'
import { emitRun } from './run-metrics.ts'
import { withWiring } from './wiring.ts'

/** Closes the run, whatever happened before. */
export async function handler(event: unknown): Promise<{ run: string; state: Run['state'] }> {
  const { run } = parseEvent(RunEvent, event)
  return logged({ function: 'conclude-run', run }, (log) =>
    withWiring(async ({ fleet, store, clock }) => {
      const context = { fleet, checks: allEnabled, rules: ruleSet }
      const { state, counts, partial } = await concludeRun({ run }, context, { store, clock })
      log({ kind: 'run-ended', state, partial, counts })
      emitRun({ id: run, fleet: fleet.fleet, state, counts }, clock, 'conclude-run')
      return { run, state }
    }),
  )
}
