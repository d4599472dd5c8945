import process from 'node:process'
import type { Progress, ProgressEvent } from '@fleet-auditor/audit/ports/progress.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Run } from '@fleet-auditor/model/run.ts'

/** What a night comes to: the function's answer, and its closing line. */
export interface NightSummary {
  readonly run: string
  readonly state: Run['state']
  readonly counts?: Run['counts']
}

/** One JSON object a line, which CloudWatch Logs takes apart by itself. */
const write = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`)

export const logProgress: Progress = (event) => write(shortEvent(event))

export const logEnd = (summary: NightSummary): void => write({ kind: 'run-ended', ...summary })

/** Names and places only: a foreign error's own fields may hold a request with its headers. */
export function logFailure(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  if (!(error instanceof AuditorError)) return write({ kind: 'run-failed', code: 'internal', message })
  const { place, remedy } = error.details
  write({ kind: 'run-failed', code: error.code, message, place, remedy })
}

/** Verdicts are in the store; the log counts them. */
function shortEvent(event: ProgressEvent): object {
  if (event.kind !== 'cluster-ended') return event
  const failing = event.verdicts.filter(({ verdict }) => verdict === 'fail').length
  const { id, outcome, cause, detail } = event.row
  return { kind: event.kind, cluster: id, outcome, cause, detail, failing }
}
