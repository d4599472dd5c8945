import type { Progress } from '@fleet-auditor/audit/ports/progress.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { jsonText } from '@fleet-auditor/report/json-text.ts'
import { now } from '../wiring/clock.ts'

export type ServeLog = (line: { readonly kind: string; readonly [field: string]: unknown }) => void

/** One JSON object a line, for a journal or a container's log. */
export const jsonLog =
  (write: (text: string) => void): ServeLog =>
  (line) =>
    write(`${jsonText({ at: now(), ...line })}\n`)

/** The progress of an audit. Verdicts are in the store; the log counts them. */
export const progressLog =
  (log: ServeLog, run: string): Progress =>
  (event) => {
    if (event.kind !== 'cluster-ended') return log({ run, ...event })
    const failing = event.verdicts.filter(({ verdict }) => verdict === 'fail').length
    const { id, outcome, cause, detail } = event.row
    log({ kind: event.kind, run, cluster: id, outcome, cause, detail, failing })
  }

/** Names and places only: a foreign error's own fields may hold a request with its headers. */
export function failureFields(error: unknown): Record<string, unknown> {
  const message = error instanceof Error ? error.message : String(error)
  if (!(error instanceof AuditorError)) return { code: 'internal', message }
  const { place, remedy } = error.details
  return { code: error.code, message, place, remedy }
}
