import type { Cause } from '@fleet-auditor/model/cause.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { Run, RunSummary } from '@fleet-auditor/model/run.ts'
import { concludeNight, type Concluding, type ConcludingPorts, type EndedNight } from '../conclusion/conclude-night.ts'
import { doubtsOf } from '../discovery/expand-scopes.ts'
import { createRulesOfRun } from '../rules-of-run.ts'
import type { RulesOfRun } from '../cluster/audit-cluster.ts'
import { endedReports } from './ended-reports.ts'
import { endedScopes } from './ended-scopes.ts'
import { itemFailures, type WhatWentWrong } from './item-failures.ts'
import { shardPlan } from './shard-plan.ts'
import { unknownNames } from './unknown-names.ts'

export interface ConcludingRun extends Concluding {
  /** Why what is missing is missing, where no worker's failure says it. */
  readonly missing?: WhatWentWrong
}

const died: { readonly cause: Cause; readonly detail: string } = { cause: 'tool-error', detail: 'the worker died' }

/**
 * Ends a run from what its workers left, whatever happened before: every scope, every planned cluster becomes a ledger
 * row with a cause, the digest is put, the run closed. One that is closed stays as it is.
 */
export async function concludeRun(run: string, concluding: ConcludingRun, ports: ConcludingPorts): Promise<RunSummary> {
  const summary = await ports.store.readRunSummary(run)
  if (summary && summary.state !== 'running') return summary
  const opened = summary ? { ...summary, ledger: [] } : await openedLate(run, concluding, ports)
  const rulesOfRun = createRulesOfRun(ports.store)
  const night = await endedNight(opened, concluding, ports, rulesOfRun)
  const concluded = await concludeNight(night, concluding, ports, rulesOfRun)
  const closed = await ports.store.readRunSummary(run)
  if (closed) return closed
  const { ledger: _, ...told } = concluded.run
  return told
}

/** start-run itself died: what the run was to be about nobody knows, so that it says nothing of the rest. */
async function openedLate(
  run: string,
  { fleet, ruleSet }: Concluding,
  { store, clock }: ConcludingPorts,
): Promise<Run> {
  const opened: Run = {
    id: run,
    fleet: fleet.fleet,
    startedAt: clock.now(),
    state: 'running',
    partial: true,
    ruleSet,
    ledger: [],
  }
  await store.openRun(opened)
  return opened
}

async function endedNight(
  opened: Run,
  { fleet, missing = died }: ConcludingRun,
  ports: ConcludingPorts,
  rulesOfRun: RulesOfRun,
): Promise<EndedNight> {
  const failures = itemFailures(await ports.ledger.readFailures(opened.id), missing)
  const scopes = await endedScopes(opened, fleet, failures, ports)
  const plan = shardPlan(scopes.discovered, opened.selection, await plannedPlanes(opened.id, fleet, ports))
  const telling = { run: opened.id, fleet, startedAt: opened.startedAt }
  const reports = await endedReports(plan, telling, failures, ports, rulesOfRun)
  return {
    opened,
    found: plan.found,
    scopes: scopes.outcomes,
    doubts: doubtsOf(scopes.unread),
    reports,
    scopeRows: [...scopes.rows, ...unknownNames(opened, plan, scopes)],
    aliases: plan.aliases,
  }
}

async function plannedPlanes(run: string, fleet: FleetFile, { ledger }: ConcludingPorts): Promise<string[]> {
  const planned = (await ledger.listShards(run)).some(({ worker }) => worker === 'planes')
  return planned ? fleet.planes.map(({ name }) => name) : []
}
