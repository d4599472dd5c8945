import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { momentOf } from '@fleet-auditor/model/moment.ts'
import type { RunSummary } from '@fleet-auditor/model/run.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import { endedRuns, runsUntil } from './last-complete.ts'

export interface ComparedRuns {
  readonly from: RunSummary
  readonly to: RunSummary
}

interface AskedRuns {
  /** A run's id, or a moment: the last run that ended before it. */
  readonly since?: string
  /** Run ids: none, the later one, or both. */
  readonly names: readonly string[]
}

interface Reading {
  readonly store: Pick<Store, 'listRuns' | 'readRunSummary'>
  readonly clock: Clock
}

/**
 * The two runs to compare: without names the last two, with one the run before it and that one. Throws AuditorError
 * `usage` where the store has fewer, or none that is called so.
 */
export async function comparedRuns({ since, names }: AskedRuns, reading: Reading): Promise<ComparedRuns> {
  const [first, second] = names
  if (second !== undefined && first !== undefined) {
    return { from: await storedRun(first, reading), to: await storedRun(second, reading) }
  }
  const to = await laterRun(first, reading)
  if (since === undefined) return { from: await runBefore(to, reading), to }
  const at = momentOf(since, reading.clock.now())
  return { from: at === undefined ? await storedRun(since, reading) : await runOf(at, to, reading), to }
}

async function laterRun(name: string | undefined, reading: Reading): Promise<RunSummary> {
  if (name !== undefined) return storedRun(name, reading)
  const [newest] = await endedRuns(reading)
  if (newest) return newest
  throw tooFew()
}

const runBefore = (to: RunSummary, reading: Reading): Promise<RunSummary> =>
  lastEnded((run) => run.id !== to.id && run.startedAt <= to.startedAt, reading)

const runOf = (at: string, to: RunSummary, reading: Reading): Promise<RunSummary> =>
  lastEnded(({ id, startedAt }) => id !== to.id && startedAt <= at, reading)

async function lastEnded(fits: (run: RunSummary) => boolean, reading: Reading): Promise<RunSummary> {
  const found = (runs: readonly RunSummary[]) => runs.find((run) => run.state !== 'running' && fits(run))
  const run = found(await runsUntil((runs) => found(runs) !== undefined, reading))
  if (run) return run
  throw tooFew()
}

async function storedRun(id: string, { store }: Reading): Promise<RunSummary> {
  const run = await store.readRunSummary(id)
  if (run) return run
  throw new AuditorError('usage', `no run is called ${id}`, { remedy: 'list them with: fleet-auditor runs' })
}

const tooFew = (): AuditorError =>
  new AuditorError('usage', 'two runs are needed, and the store has fewer of that time', {
    remedy: 'run fleet-auditor audit again, or name an earlier time: fleet-auditor runs lists them',
  })
