import { randomBytes } from 'node:crypto'
import { onDemandRun } from '@fleet-auditor/audit/fan-out/run-id.ts'
import { enabledChecks, runContext, type RunContext } from '@fleet-auditor/audit/run-context.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { RunSelection } from '@fleet-auditor/model/run.ts'
import { now } from './clock.ts'

/** What a command line decides about a run. */
export interface RunInput {
  readonly concurrency: number
  readonly clusterDeadlineMs: number
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
}

/** The context of a run; `run`: the id of one that was named elsewhere. */
export function contextOf(
  { concurrency, clusterDeadlineMs, only = [], skip = [] }: RunInput,
  fleet: FleetFile,
  signal: AbortSignal,
  run?: string,
): RunContext {
  const startedAt = now()
  return runContext({
    run: run ?? onDemandRun(startedAt, randomBytes),
    startedAt,
    fleet,
    signal,
    checks: enabledChecks(only, skip),
    limits: { concurrency, clusterDeadlineMs, scopeDeadlineMs: clusterDeadlineMs },
  })
}

/** The clusters that the command line names; of all scopes. */
export const selectionOf = ({
  clusters,
  providers,
}: {
  readonly clusters: readonly string[]
  readonly providers: readonly Provider[]
}): RunSelection => ({ scopes: [], clusters: [...clusters], providers: [...providers] })
