import type { Cause } from '@fleet-auditor/model/cause.ts'
import type { LedgerRow, Run, RunSummary } from '@fleet-auditor/model/run.ts'
import { scopeKey } from '@fleet-auditor/model/scope.ts'
import { openedRun } from '../audit-fleet.ts'
import { conclude, type ConcludeContext, type ConcludePorts, type EndedRun } from '../conclusion/conclude.ts'
import { doubtsOf } from '../discovery/expand-scopes.ts'
import { isCalled } from '../discovery/select-clusters.ts'
import { planesOfRun } from '../fleet/audit-planes.ts'
import { fleetOfRun } from '../waivers/in-force.ts'
import { endedScopes, type EndedScopes } from './ended-scopes.ts'
import { endedTargets } from './ended-targets.ts'
import { itemFailures, type FailureReason } from './record-failure.ts'
import { shardPlan, type ShardPlan } from './shard-plan.ts'

interface ConcludeRequest {
  readonly run: string
  /** Why what is missing is missing, where no worker's failure gives it. */
  readonly missing?: FailureReason
}

const died: { readonly cause: Cause; readonly detail: string } = { cause: 'worker-died', detail: 'the worker died' }

/**
 * Ends a run from what its workers left, whatever happened before: every scope, every planned target becomes a ledger
 * row with a cause, the digest is put, the run closed. One that is closed stays as it is.
 */
export async function concludeRun(
  { run, missing = died }: ConcludeRequest,
  context: Omit<ConcludeContext, 'run' | 'startedAt'>,
  ports: ConcludePorts,
): Promise<RunSummary> {
  const summary = await ports.store.readRunSummary(run)
  if (summary && summary.state !== 'running') return summary
  const startedAt = summary?.startedAt ?? ports.clock.now()
  const ofRun = { ...context, fleet: fleetOfRun(context.fleet, summary ?? {}), run, startedAt }
  const opened = summary ? { ...summary, ledger: [] } : await openLate(ofRun, ports)
  const concluded = await conclude(await endedRun(opened, missing, ofRun, ports), ofRun, ports)
  const closed = await ports.store.readRunSummary(run)
  if (closed) return closed
  const { ledger: _, ...ended } = concluded.run
  return ended
}

/** start-run itself died: what the run was asked for is not known, so that it counts for no other cluster. */
async function openLate(context: ConcludeContext, { store }: ConcludePorts): Promise<Run> {
  const opened = openedRun(context, undefined, true)
  await store.openRun(opened)
  return opened
}

async function endedRun(
  opened: Run,
  missing: FailureReason,
  context: ConcludeContext,
  ports: ConcludePorts,
): Promise<EndedRun> {
  const failures = itemFailures(await ports.store.ledger.readFailures(opened.id), missing)
  const scopes = await endedScopes(opened, context.fleet, failures, ports)
  const plan = shardPlan(scopes.discovered, opened.selection, await plannedPlanes(context, ports))
  return {
    opened,
    found: plan.found,
    scopes: scopes.outcomes,
    doubts: doubtsOf(scopes.unread),
    summaries: await endedTargets(plan, failures, context, ports),
    scopeRows: [...scopes.rows, ...unknownNames(opened, plan, scopes)],
    aliases: plan.aliases,
  }
}

async function plannedPlanes(context: ConcludeContext, { store }: ConcludePorts): Promise<string[]> {
  const shards = await store.ledger.listShards(context.run)
  return shards.some(({ worker }) => worker === 'planes') ? planesOfRun(context) : []
}

/**
 * What an audit on demand was asked for, and no source lists: a row each. Where something could not be listed, that is
 * why: only what was read to its end shows that a name is unknown.
 */
function unknownNames(
  { selection }: Run,
  { found }: ShardPlan,
  { outcomes, rows, unread }: Pick<EndedScopes, 'outcomes' | 'rows' | 'unread'>,
): LedgerRow[] {
  if (!selection) return []
  const keys = new Set(outcomes.map(({ scope }) => scopeKey(scope)))
  const unlisted = [...unread.values()].flat()
  const doubtfulScope = unlisted[0]
  const doubtfulCluster = unlisted[0] ?? rows.find(({ outcome }) => outcome !== 'listed')
  return [
    ...selection.scopes
      .filter((key) => !keys.has(key))
      .map((id) => missing({ id, kind: 'scope' }, 'no source has this scope', doubtfulScope)),
    ...selection.clusters
      .filter((name) => !found.some(({ cluster }) => isCalled(cluster, name)))
      .map((id) => missing({ id, kind: 'cluster' }, 'no scope lists it', doubtfulCluster)),
  ]
}

function missing(named: Pick<LedgerRow, 'id' | 'kind'>, detail: string, doubt: LedgerRow | undefined): LedgerRow {
  if (!doubt) return { ...named, outcome: 'failed', cause: 'undeclared', detail }
  const { id, cause = 'tool-error' } = doubt
  return { ...named, outcome: 'failed', cause, detail: `${detail}, but ${id} was not listed: ${doubt.detail ?? ''}` }
}
