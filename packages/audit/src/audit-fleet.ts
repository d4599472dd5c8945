import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Digest } from '@fleet-auditor/model/digest.ts'
import type { Run, RunSelection } from '@fleet-auditor/model/run.ts'
import { auditCluster } from './cluster/audit-cluster.ts'
import { conclude } from './conclusion/conclude.ts'
import { registeringFirst } from './conclusion/update-registry.ts'
import { doubtsOf } from './discovery/expand-scopes.ts'
import { findClusters, type Asked, type FoundTargets } from './discovery/find-clusters.ts'
import { isWhole } from './discovery/select-clusters.ts'
import { auditPlanes, planesOfRun } from './fleet/audit-planes.ts'
import { mapConcurrent } from './map-concurrent.ts'
import type { Ports } from './ports/ports.ts'
import { documentOf } from './results/audit-document.ts'
import { summarised } from './results/stored-summary.ts'
import type { TargetResult, Unjudged } from './results/target-result.ts'
import { askedChecks, type RunContext } from './run-context.ts'
import { decidedContext, decisionsOfRun } from './waivers/in-force.ts'

/** What one audit in one process is asked for. */
interface AuditRequest extends Asked {
  /** The scopes are not the whole fleet, though nothing was selected among their clusters. */
  readonly partial: boolean
}

/** The full document of a run, and the digest made from it. */
export interface AuditedFleet {
  readonly document: AuditDocument
  readonly digest: Digest
}

type AuditPorts = Omit<Ports, 'scopeListers'>

/**
 * One audit of the fleet, or of the part that was asked for, in one process: the steps of the fan-out (`fan-out/`) in the
 * same order. Find the targets, open the run, audit clusters, audit planes, conclude.
 */
export async function auditFleet(request: AuditRequest, asked: RunContext, ports: AuditPorts): Promise<AuditedFleet> {
  const context = await decidedContext(asked, ports)
  const found = await findClusters(request, context, ports)
  // Only now: a mistake in what was asked for leaves no run behind.
  const opened = openedRun(context, request.selection, request.partial)
  await ports.store.ledger.putFleetFile(context.run, context.fleet)
  await ports.store.openRun(opened)
  const registering = await registeringFirst(found.selected, context, ports)
  ports.progress({ kind: 'planned', clusters: found.selected.length })
  const audit = (each: FoundTargets['selected'][number]) => auditCluster(each, context, registering)
  const clusters = await mapConcurrent(found.selected, context.limits.concurrency, audit)
  const planes = opened.partial ? [] : await auditPlanes(planesOfRun(context), context, ports)
  return concludeFleet({ opened, found, results: [...clusters, ...planes] }, context, ports)
}

interface AuditedTargets {
  readonly opened: Run
  readonly found: FoundTargets
  readonly results: readonly (TargetResult | Unjudged)[]
}

/** The end of a run whose targets were audited in this process. */
export async function concludeFleet(
  { opened, found, results }: AuditedTargets,
  context: RunContext,
  ports: Pick<Ports, 'store' | 'clock'>,
): Promise<AuditedFleet> {
  const summaries = await Promise.all(results.map((result) => summarised(result, context, ports)))
  const ended = { ...found, opened, doubts: doubtsOf(found.unread), summaries }
  const { run, fleetResults, digest } = await conclude(ended, context, ports)
  return { document: documentOf(run, [...results, ...fleetResults]), digest }
}

/** A run as it is opened, by the CLI, `serve` or a function. */
export function openedRun(
  { run, fleet, startedAt, rules, checks }: Pick<RunContext, 'run' | 'fleet' | 'startedAt' | 'rules' | 'checks'>,
  selection: RunSelection | undefined,
  partial: boolean,
): Run {
  const asked = askedChecks(checks)
  return {
    id: run,
    fleet: fleet.fleet,
    startedAt,
    state: 'running',
    partial: partial || !isWhole(selection),
    selection: isWhole(selection) ? undefined : selection,
    checks: asked && [...asked],
    ruleSet: canonical(rules),
    decisions: decisionsOfRun(fleet),
    ledger: [],
  }
}
