import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { CloudWorker } from '@fleet-auditor/model/run-plan.ts'
import type { RunSelection } from '@fleet-auditor/model/run.ts'
import { openedRun } from '../audit-fleet.ts'
import { scopesOf, wideSourcesOf } from '../discovery/scopes.ts'
import type { Ports } from '../ports/ports.ts'
import type { RunContext } from '../run-context.ts'

interface StartedRun {
  /** Closed already: a delivery that came twice finds nothing to do. */
  readonly over: boolean
  /** Whose sources are to be listed. */
  readonly workers: CloudWorker[]
}

/** Opens a run. One that is open already goes on as it was opened. */
export async function startRun(
  { selection }: { readonly selection?: RunSelection },
  context: Pick<RunContext, 'run' | 'startedAt' | 'fleet' | 'rules'>,
  { store }: Pick<Ports, 'store'>,
): Promise<StartedRun> {
  const known = await store.readRunSummary(context.run)
  if (known && known.state !== 'running') return { over: true, workers: [] }
  if (!known) await store.openRun(openedRun(context, selection, false))
  return { over: false, workers: workersOf(context.fleet) }
}

/** Providers that a fleet file names sources of. */
export function workersOf(fleet: FleetFile): CloudWorker[] {
  const named = new Set<string>([
    ...scopesOf(fleet).map(({ provider }) => provider),
    ...wideSourcesOf(fleet).map(({ worker }) => worker),
  ])
  return CloudWorker.options.filter((worker) => named.has(worker))
}
