import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { CloudWorker, type Shard } from '@fleet-auditor/model/run-plan.ts'
import type { RunSelection, RunSummary } from '@fleet-auditor/model/run.ts'
import { openedRun } from '../audit-fleet.ts'
import { scopesOf, wideSourcesOf } from '../discovery/scopes.ts'
import type { Ports } from '../ports/ports.ts'
import { allEnabled, type RunContext } from '../run-context.ts'
import { decidedContext } from '../waivers/in-force.ts'

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
  if (!known) {
    const decided = await decidedContext(context, { store })
    await store.ledger.putFleetFile(context.run, context.fleet)
    await store.openRun(openedRun({ ...decided, checks: allEnabled }, selection, false))
  }
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

/** A run that was started. Throws AuditorError `internal` for one that never was. */
export async function startedRun(run: string, { store }: Pick<Ports, 'store'>): Promise<RunSummary> {
  const summary = await store.readRunSummary(run)
  if (summary) return summary
  throw new AuditorError('internal', `run ${run} was never started`, {
    remedy: 'start-run comes before every other verb',
  })
}

/** A shard that was planned. Throws AuditorError `internal` for one that never was. */
export async function plannedShard(
  { run, shard }: { readonly run: string; readonly shard: number },
  { store }: Pick<Ports, 'store'>,
): Promise<Shard> {
  const plan = await store.ledger.readShard(run, shard)
  if (plan) return plan
  throw new AuditorError('internal', `run ${run} has no shard ${shard}`, { remedy: 'plan-shards comes first' })
}
