import { concludeRun } from '@fleet-auditor/audit/fan-out/conclude-run.ts'
import { fleetChecks, ruleSet } from '@fleet-auditor/checks/registry.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
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
      const auditing = { fleet, fleetChecks, ruleSet: canonical(ruleSet) }
      const ports = { store, ledger: store.ledger, latency: store.latency, clock }
      const { state, counts, partial } = await concludeRun(run, auditing, ports)
      log({ kind: 'run-ended', state, partial, counts })
      emitRun({ id: run, fleet: fleet.fleet, state, counts }, clock, 'conclude-run')
      return { run, state }
    }),
  )
}
