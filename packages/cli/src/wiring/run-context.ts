import { auditFleet, type AuditedFleet } from '@fleet-auditor/audit/audit-fleet.ts'
import type { ConcludingPorts } from '@fleet-auditor/audit/conclusion/conclude-night.ts'
import type { Selection } from '@fleet-auditor/audit/discovery/select-clusters.ts'
import { collectFleet, type CollectedFleet } from '@fleet-auditor/audit/exchange/collect-fleet.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { AuditPorts } from '@fleet-auditor/audit/ports/ports.ts'
import { diagnose, type Diagnosis } from '@fleet-auditor/audit/queries/diagnose.ts'
import { replayRun, type Replay } from '@fleet-auditor/audit/queries/replay-run.ts'
import { clusterChecks, fleetChecks, planeChecks, ruleSet } from '@fleet-auditor/checks/registry.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { ClusterPorts } from './ports.ts'
import type { ExpandedSources } from './sources.ts'

/** What a command decides about reading clusters. */
interface FleetRead extends ExpandedSources {
  readonly fleet: FleetFile
  readonly selection: Selection
  readonly limits: RunLimits
  readonly signal: AbortSignal
}

export interface RunLimits {
  readonly concurrency: number
  readonly clusterDeadlineMs: number
}

interface FleetRun extends FleetRead {
  readonly run: string
  readonly partial: boolean
  readonly checks?: CheckChoice
  /** Once it aborts no further cluster is started; those under way go on. */
  readonly draining?: AbortSignal
}

/** By id. Both empty: every check. */
interface CheckChoice {
  readonly only: readonly string[]
  readonly skip: readonly string[]
}

/** Milliseconds that one probe connection may take. */
const probeTimeoutMs = 5000

/** The rule versions that every run of this process evaluates by. */
export const rules = canonical(ruleSet)

const everyCheck: CheckChoice = { only: [], skip: [] }

/** Audits clusters and stores the run. */
export function runAudit(
  { limits, checks = everyCheck, ...rest }: FleetRun,
  ports: AuditPorts & ConcludingPorts,
): Promise<AuditedFleet> {
  return auditFleet(
    {
      ...rest,
      ...runLimits(limits),
      ruleSet: rules,
      checks: chosen(clusterChecks, checks),
      fleetChecks: chosen(fleetChecks, checks),
      planeChecks: chosen(planeChecks, checks),
    },
    ports,
  )
}

/** Collects clusters; evaluates and stores nothing. */
export const runCollect = ({ limits, ...rest }: FleetRead, ports: ClusterPorts): Promise<CollectedFleet> =>
  collectFleet({ ...rest, ...runLimits(limits) }, ports)

/** Reads clusters for what is missing; stores nothing. */
export const runDiagnosis = ({ limits, ...rest }: FleetRead, ports: ClusterPorts): Promise<Diagnosis> =>
  diagnose({ ...rest, ...runLimits(limits) }, ports)

/** Evaluates the stored snapshots of a run with the current checks. */
export const runReplay = (run: string, fleet: FleetFile, store: FleetStore): Promise<Replay> =>
  replayRun(run, { checks: clusterChecks, fleet }, store)

const runLimits = ({ concurrency, clusterDeadlineMs }: RunLimits) => ({
  concurrency,
  clusterDeadlineMs,
  scopeDeadlineMs: clusterDeadlineMs,
  probeTimeoutMs,
})

const chosen = <C extends { readonly id: string }>(checks: readonly C[], { only, skip }: CheckChoice): C[] =>
  checks.filter(({ id }) => (only.length === 0 || only.includes(id)) && !skip.includes(id))
