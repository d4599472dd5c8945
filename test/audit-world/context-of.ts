import { runContext, type RunContext } from '@fleet-auditor/audit/run-context.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { World } from './world.ts'

interface Begun {
  readonly run: string
  readonly fleet: FleetFile
  readonly world: Pick<World, 'now'>
}

/** A run that begins now, with deadlines that tests can wait for. */
export const contextOf = ({ run, fleet, world }: Begun): RunContext =>
  runContext({
    run,
    startedAt: world.now,
    fleet,
    signal: new AbortController().signal,
    limits: { concurrency: 4, clusterDeadlineMs: 200, scopeDeadlineMs: 5000, probeTimeoutMs: 100 },
  })
