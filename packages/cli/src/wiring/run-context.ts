import { randomBytes } from 'node:crypto'
import { onDemandRun } from '@fleet-auditor/audit/fan-out/run-id.ts'
import { askedChecks, enabledChecks, runContext, type RunContext } from '@fleet-auditor/audit/run-context.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
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

/** The checks of a run. Throws AuditorError `usage` where none is left: a run that judges nothing finds nothing. */
export function checksOf({ only = [], skip = [] }: Pick<RunInput, 'only' | 'skip'>): RunContext['checks'] {
  const checks = enabledChecks(only, skip)
  if (askedChecks(checks)?.size !== 0) return checks
  throw new AuditorError('usage', 'no check is left to run: --skip takes away all that --only names', {
    place: '--only, --skip',
    remedy: 'leave one of them out; list the checks with: fleet-auditor checks',
  })
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
    checks: checksOf({ only, skip }),
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
