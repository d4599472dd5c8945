import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'

/** An error as a person reads it: what, where, what to do. The stack only when asked for. */
export function errorText(error: unknown, verbose: boolean): string {
  const lines: string[] = []
  if (error instanceof AuditorError) {
    lines.push(...error.message.split('\n').map((line) => `fleet-auditor: ${safeText(line)}`))
    if (error.details.place) lines.push(`  where:  ${safeText(error.details.place)}`)
    if (error.details.remedy) lines.push(`  remedy: ${safeText(error.details.remedy)}`)
  } else {
    const message = error instanceof Error ? error.message : String(error)
    lines.push(
      `fleet-auditor: internal error: ${safeText(message)}`,
      '  this is a bug; --verbose shows the stack trace',
    )
  }
  if (verbose) lines.push(...stackLines(error))
  return `${lines.join('\n')}\n`
}

/** With its causes; messages in it may hold strings from outside. */
function stackLines(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const own = (error.stack ?? '').split('\n').map(safeText)
  return error.cause === undefined ? own : [...own, 'caused by:', ...stackLines(error.cause)]
}

/** The error of the work itself, where disposing of what it used failed too: a full disk fails both. */
export const primaryError = (error: unknown): unknown =>
  error instanceof SuppressedError ? primaryError(error.suppressed) : error
