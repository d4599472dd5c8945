import type { AuditedFleet } from '@fleet-auditor/audit/audit-fleet.ts'
import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { clusterLabel } from '@fleet-auditor/model/cluster-label.ts'
import { listed } from '@fleet-auditor/report/counted.ts'
import { documentLines } from '@fleet-auditor/report/document-lines.ts'
import { jsonText } from '@fleet-auditor/report/json-text.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import { terminalReport } from '@fleet-auditor/report/terminal.ts'
import type { Io } from '../wiring/environment.ts'
import { writePrivateFile } from '../wiring/private-file.ts'
import { paintIn } from './paint.ts'
import type { Format } from './rows.ts'

interface ReportInput {
  readonly format: Format
  readonly output?: string
  readonly verbose: boolean
  readonly colour: boolean
}

/** Prints the report in the format asked for, or writes it to the file of `--output`. */
export async function printReport(audited: AuditedFleet, input: ReportInput, io: Io): Promise<void> {
  const text = textOf(audited, input, io)
  if (input.output === undefined) io.out(text)
  else await writeReport(input.output, text, audited.document.run.id)
}

function textOf({ document, digest }: AuditedFleet, input: ReportInput, { environment }: Io): string {
  if (input.format === 'json') return `${jsonText(document, 2)}\n`
  if (input.format === 'ndjson') return documentLines(document)
  const paint = paintIn(environment.colours && input.colour && input.output === undefined)
  return terminalReport(document, { paint, verbose: input.verbose, digest })
}

async function writeReport(file: string, text: string, run: string): Promise<void> {
  await writePrivateFile(file, text).catch((error: Error) => {
    throw new AuditorError('config', `the report could not be written: ${error.message}`, {
      place: `--output ${file}`,
      remedy: `the run is stored as ${run}: see fleet-auditor runs --run ${run}, fleet-auditor findings`,
      cause: error,
    })
  })
}

/** What a cancelled run did not audit, and where the rest is stored. */
export function cancelledText({ run }: AuditDocument): string {
  const missing = run.ledger.filter(({ cause, outcome }) => outcome === 'cancelled' || cause === 'cancelled')
  const labels = missing.map((row) => safeText(row.kind === 'cluster' ? clusterLabel(row) : row.id))
  const names = labels.length === 0 ? 'nothing' : listed(labels, 10)
  return [`fleet-auditor: cancelled; not audited: ${names}`, `  what finished is stored as run ${run.id}`, ''].join(
    '\n',
  )
}
