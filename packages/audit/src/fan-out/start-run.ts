import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { RunSelection } from '@fleet-auditor/model/run.ts'
import { CloudWorker } from '@fleet-auditor/model/run-plan.ts'
import type { Clock } from '../ports/clock.ts'
import type { RunLedger } from '../ports/run-ledger.ts'
import type { Store } from '../ports/store.ts'
import { scopesOf, wideSourcesOf } from '../discovery/scopes.ts'
import { isWhole } from './selected.ts'

export interface StartedRun {
  /** Closed already: a delivery that came twice finds nothing to do. */
  readonly over: boolean
  /** Whose sources are to be listed. */
  readonly workers: CloudWorker[]
}

/** Opens a run. One that is open already goes on as it was opened. */
export async function startRun(
  asked: {
    readonly run: string
    readonly fleet: FleetFile
    /** Canonical map of check to rule version. */
    readonly ruleSet: string
    readonly selection?: RunSelection
  },
  { store, clock }: { readonly store: Store; readonly ledger: RunLedger; readonly clock: Clock },
): Promise<StartedRun> {
  const { run, fleet, ruleSet, selection } = asked
  const known = await store.readRunSummary(run)
  if (known && known.state !== 'running') return { over: true, workers: [] }
  if (!known) {
    await store.openRun({
      id: run,
      fleet: fleet.fleet,
      startedAt: clock.now(),
      state: 'running',
      partial: !isWhole(selection),
      selection: selection && !isWhole(selection) ? selection : undefined,
      ruleSet,
      ledger: [],
    })
  }
  return { over: false, workers: workersOf(fleet) }
}

/** Providers that a fleet file names sources of. */
export function workersOf(fleet: FleetFile): CloudWorker[] {
  const named = new Set<string>([
    ...scopesOf(fleet).map(({ provider }) => provider),
    ...wideSourcesOf(fleet).map(({ worker }) => worker),
  ])
  return CloudWorker.options.filter((worker) => named.has(worker))
}
