import process from 'node:process'
import type { Progress, ProgressEvent } from '@fleet-auditor/audit/ports/progress.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { bareError } from './bare-error.ts'

/** What every line of one invocation carries; the run's id correlates from the schedule to Slack. */
export interface LogContext {
  readonly function: string
  readonly run?: string
  readonly worker?: string
  readonly group?: number
  readonly shard?: number
  readonly pass?: number
}

/** Writes one event as one line. */
export type Log = (line: { readonly kind: string } & Readonly<Record<string, unknown>>) => void

/** One JSON object a line, which CloudWatch Logs takes apart by itself. */
export const writeLine = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`)

export const logOf =
  (context: LogContext): Log =>
  ({ kind, ...rest }) =>
    writeLine({ kind, ...context, ...rest })

/** Does the work of one invocation and logs its end, good or bad. Throws what went wrong, bare. */
export async function logged<T>(context: LogContext, work: (log: Log) => Promise<T>): Promise<T> {
  const log = logOf(context)
  const begun = performance.now()
  try {
    const answer = await work(log)
    log({ kind: 'ended', ms: Math.round(performance.now() - begun) })
    return answer
  } catch (error) {
    log({ kind: 'failed', ...failureFields(error), ms: Math.round(performance.now() - begun) })
    throw bareError(error)
  }
}

/** Names and places only: a foreign error's own fields may hold a request with its headers. */
function failureFields(error: unknown): object {
  const message = error instanceof Error ? error.message : String(error)
  if (!(error instanceof AuditorError)) return { code: 'internal', message }
  const { place, remedy } = error.details
  return { code: error.code, message, place, remedy }
}

export const progressTo =
  (log: Log): Progress =>
  (event) =>
    log(lineOf(event))

/** Verdicts are in the store; the log counts them. */
function lineOf(event: ProgressEvent): { readonly kind: string } & Readonly<Record<string, unknown>> {
  if (event.kind !== 'cluster-ended') return event
  const failing = event.verdicts.filter(({ verdict }) => verdict === 'fail').length
  const { id, outcome, cause, detail } = event.row
  return { kind: event.kind, cluster: id, outcome, cause, detail, failing }
}
