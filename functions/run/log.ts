import { Logger, LogFormatter, LogItem } from '@aws-lambda-powertools/logger'
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types'
import type { Progress, ProgressEvent } from '@fleet-auditor/audit/ports/progress.ts'
import type { Correlation } from './events.ts'
import { redactError } from './redact-error.ts'

/** What every line of one invocation carries. `request`: Lambda's id of it. */
export interface LogContext extends Correlation {
  readonly function: string
  readonly request?: string
}

interface Line {
  readonly kind: string
  readonly [field: string]: unknown
}
export type Level = 'debug' | 'info' | 'error'

/** Writes one event as one line: a JSON object that CloudWatch Logs takes apart by itself. */
export type Log = (line: Line, level?: Level) => void

/** Our fields and no others; an error in a line is its name and message. Powertools takes a subclass. */
class LineFormatter extends LogFormatter {
  override formatAttributes(
    { logLevel, timestamp, message, xRayTraceId }: UnformattedAttributes,
    { kind, ...fields }: LogAttributes,
  ): LogItem {
    const base = { level: logLevel, timestamp: this.formatTimestamp(timestamp), trace: xRayTraceId, kind }
    return new LogItem({ attributes: { ...base, ...fields, message } })
  }

  override formatError(error: Error): { readonly name: string; readonly message: string } {
    const { name, message } = redactError(error)
    return { name, message }
  }
}

/** Its level is the variable POWERTOOLS_LOG_LEVEL; INFO without it. */
const logger = new Logger({ logFormatter: new LineFormatter() })

export function logOf(context: LogContext): Log {
  const own = logger.createChild({ persistentKeys: { ...context } })
  return ({ message = '', ...fields }, level = 'info') => own[level]({ ...fields, message: String(message) })
}

export const progressTo =
  (log: Log): Progress =>
  (event) =>
    log(lineOf(event))

/** Verdicts are in the store; the log counts them. */
function lineOf(event: ProgressEvent): Line {
  if (event.kind !== 'cluster-ended') return { ...event }
  const failing = event.verdicts.filter(({ verdict }) => verdict === 'fail').length
  const { id, outcome, cause, detail } = event.row
  return { kind: event.kind, cluster: id, outcome, cause, detail, failing }
}
