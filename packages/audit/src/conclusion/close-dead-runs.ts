import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { ClusterTarget, ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import type { LedgerRow, Run, RunSummary } from '@fleet-auditor/model/run.ts'
import { digestOf } from '@fleet-auditor/report/digest/digest.ts'
import type { Clock } from '../ports/clock.ts'
import type { FleetStore } from '../ports/fleet-store.ts'
import type { RegisteredCluster } from '../ports/store.ts'
import { countsOf, coverageOfRun } from '../results/run-counts.ts'
import { committedSummary, storedSummary } from '../results/stored-summary.ts'
import { fleetOfRun } from '../waivers/in-force.ts'
import { updateRegistry } from './update-registry.ts'

/** Runs looked through, newest first; as many again for as long as the older half holds one that is dead. */
const lookBack = 50

interface DeadRuns {
  /** The run that is started again, and is not dead. */
  readonly except?: string
  /** Why the others ended, for people. */
  readonly why?: string
}

interface DeadRunPorts {
  readonly store: FleetStore
  readonly clock: Clock
}

/**
 * Closes as incomplete what is still running: this process holds the store alone, so that no other one works on it.
 * What was stored of their clusters stands: the registry counts it, and the digest has its changes.
 */
export async function closeDeadRuns(
  { except, why = 'the process that audited ended before the run did' }: DeadRuns,
  { fleet }: { readonly fleet: FleetFile },
  ports: DeadRunPorts,
): Promise<readonly RunSummary[]> {
  const running = await runningOf(ports.store, lookBack)
  const dead = running.filter(({ id }) => id !== except)
  for (const run of running.toReversed()) {
    const registry = await ports.store.readRegistry()
    const summaries = await storedOf(run, registry, { fleet: fleetOfRun(fleet, run) }, ports)
    await updateRegistry(summaries, registry, { run: run.id }, ports)
    if (run.id === except) continue
    const step: LedgerRow = { id: run.id, kind: 'step', outcome: 'failed', cause: 'terminated-early', detail: why }
    const closed: Run = {
      ...run,
      state: 'incomplete',
      endedAt: ports.clock.now(),
      coverage: coverageOfRun(summaries, registry),
      counts: countsOf(summaries),
      ledger: [...summaries.map(({ row }) => row), step],
    }
    await ports.store.ledger.putDigest(run.id, digestOf({ run: closed, summaries }))
    await ports.store.closeRun(closed)
  }
  return dead
}

/** What a run stored of clusters that none after it recorded. */
async function storedOf(
  { id, startedAt }: RunSummary,
  registry: readonly RegisteredCluster[],
  { fleet }: { readonly fleet: FleetFile },
  { store }: DeadRunPorts,
): Promise<ResultSummary[]> {
  const summaries: ResultSummary[] = []
  for (const { key, cluster, planes, team } of registry) {
    const { head } = await store.readState({ kind: 'cluster', key })
    if (head?.run !== id) continue
    const target: ClusterTarget = { kind: 'cluster', key, cluster, planes: [...planes], team }
    const context = { run: id, fleet, startedAt }
    const row = unrecorded(cluster.id)
    const summary =
      (await storedSummary(target, context, { store })) ?? (await committedSummary({ target, row }, context, { store }))
    if (summary) summaries.push(summary)
  }
  return summaries
}

/** Of a cluster whose findings were committed, and the process killed before the record of it was written. */
const unrecorded = (id: string): LedgerRow => ({
  id,
  kind: 'cluster',
  outcome: 'failed',
  cause: 'terminated-early',
  detail: 'the process ended before the record of this cluster was written',
})

/** Every process that writes closes what died before it, so that what is still running lies among the newest. */
async function runningOf(store: Pick<FleetStore, 'listRuns'>, limit: number): Promise<RunSummary[]> {
  const runs = await store.listRuns(limit)
  const isRunning = ({ state }: RunSummary): boolean => state === 'running'
  const goesOn = runs.length === limit && runs.slice(limit / 2).some(isRunning)
  return goesOn ? runningOf(store, limit * 2) : runs.filter(isRunning)
}
