import type { AnyClusterCheck, FleetCheck, PlaneCheck } from '@fleet-auditor/checks/define.ts'
import { allChecks, clusterChecks, fleetChecks, planeChecks, ruleSet } from '@fleet-auditor/checks/registry.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { RuleSet } from '@fleet-auditor/model/run.ts'

interface EnabledChecks {
  readonly cluster: readonly AnyClusterCheck[]
  readonly plane: readonly PlaneCheck[]
  readonly fleet: readonly FleetCheck[]
}

interface Limits {
  /** Clusters audited at once. */
  readonly concurrency: number
  readonly clusterDeadlineMs: number
  readonly scopeDeadlineMs: number
  /** Milliseconds one probe connection may take. */
  readonly probeTimeoutMs: number
}

/** What one run works by; the same for every target of it. */
export interface RunContext {
  readonly run: string
  /** ISO 8601; decides which waivers hold. */
  readonly startedAt: string
  readonly fleet: FleetFile
  /** Stored with the run: a change of verdict under another version is the rule's. */
  readonly rules: RuleSet
  readonly checks: EnabledChecks
  readonly limits: Limits
  readonly signal: AbortSignal
  /** Once it aborts no further cluster is begun; those under way go on. */
  readonly draining?: AbortSignal
}

const defaultLimits: Limits = {
  concurrency: 32,
  clusterDeadlineMs: 20_000,
  scopeDeadlineMs: 60_000,
  probeTimeoutMs: 5000,
}

export const allEnabled: EnabledChecks = { cluster: clusterChecks, plane: planeChecks, fleet: fleetChecks }

/** The checks that `only` names (all, where it is empty) without those that `skip` names. */
export function enabledChecks(only: readonly string[], skip: readonly string[]): EnabledChecks {
  const enabled = <C extends { readonly id: string }>(checks: readonly C[]): C[] =>
    checks.filter(({ id }) => (only.length === 0 || only.includes(id)) && !skip.includes(id))
  return { cluster: enabled(clusterChecks), plane: enabled(planeChecks), fleet: enabled(fleetChecks) }
}

/** Ids of the checks that a run judges by; undefined: the whole catalogue. */
export function askedChecks({ cluster, plane, fleet }: EnabledChecks): ReadonlySet<string> | undefined {
  const ids = new Set([...cluster, ...plane, ...fleet].map(({ id }) => id))
  return ids.size === allChecks.length ? undefined : ids
}

type Chosen = Pick<RunContext, 'run' | 'startedAt' | 'fleet' | 'signal'> &
  Partial<Pick<RunContext, 'checks' | 'draining'>> & { readonly limits?: Partial<Limits> }

/** A run by every check and the usual limits, where nothing else is chosen. */
export const runContext = ({ limits, checks = allEnabled, ...chosen }: Chosen): RunContext => ({
  ...chosen,
  rules: ruleSet,
  checks,
  limits: { ...defaultLimits, ...limits },
})
