import { enabledChecks, runContext, type RunContext } from '@fleet-auditor/audit/run-context.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { newRunId } from './run-id.ts'
import { clock } from './wiring.ts'

interface RunFlags {
  readonly concurrency: number
  readonly clusterDeadlineMs: number
  readonly probeTimeoutMs?: number
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
}

/** A new run by the flags of a command; `run`: one that was named elsewhere. */
export function contextOfFlags(
  { concurrency, clusterDeadlineMs, probeTimeoutMs, only = [], skip = [] }: RunFlags,
  fleet: FleetFile,
  signal: AbortSignal,
  run?: string,
): RunContext {
  const startedAt = clock.now()
  const limits = { concurrency, clusterDeadlineMs, scopeDeadlineMs: clusterDeadlineMs }
  return runContext({
    run: run ?? newRunId(startedAt),
    startedAt,
    fleet,
    signal,
    checks: enabledChecks(only, skip),
    limits: probeTimeoutMs === undefined ? limits : { ...limits, probeTimeoutMs },
  })
}
