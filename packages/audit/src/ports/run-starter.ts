import type { RunSelection } from '@fleet-auditor/model/run.ts'

/** Starts an audit that goes on without the caller: an execution of the state machine, or the process's own. */
export interface RunStarter {
  /** `already`: a run of this id was started before, and is not started again. */
  start(run: string, selection: RunSelection): Promise<'started' | 'already'>
}
