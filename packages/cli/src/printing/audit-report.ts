import { appendFile } from 'node:fs/promises'
import type { AuditedFleet } from '@fleet-auditor/audit/audit-fleet.ts'
import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { clusterLabel } from '@fleet-auditor/model/cluster-label.ts'
import { listed } from '@fleet-auditor/report/counted.ts'
import { documentLines } from '@fleet-auditor/report/document-lines.ts'
import { csvText } from '@fleet-auditor/report/formats/csv.ts'
import { junitText } from '@fleet-auditor/report/formats/junit.ts'
import { markdownText } from '@fleet-auditor/report/formats/markdown.ts'
import { ocsfText } from '@fleet-auditor/report/formats/ocsf.ts'
import { sarifText } from '@fleet-auditor/report/formats/sarif.ts'
import { yamlText } from '@fleet-auditor/report/formats/yaml.ts'
import { jsonText } from '@fleet-auditor/report/json-text.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import { terminalReport } from '@fleet-auditor/report/terminal/terminal-report.ts'
import { endingOf, type ExitRules } from '../exit-code.ts'
import type { Io } from '../wiring/environment.ts'
import { writePrivateFile } from '../wiring/private-file.ts'
import { paintIn } from './paint.ts'
import type { ReportFormat } from './rows.ts'

/** Formats that other tools read, of an audit alone. */
const exports = {
  yaml: yamlText,
  sarif: sarifText,
  ocsf: ocsfText,
  junit: junitText,
  csv: csvText,
  markdown: markdownText,
} as const

interface ReportInput extends ExitRules {
  readonly format: ReportFormat
  readonly output?: string
  readonly verbose: boolean
  readonly all: boolean
  readonly colour: boolean
}

/**
 * Prints the report in the format asked for, or writes it to the file of `--output`; in a step of GitHub Actions it also
 * adds the summary of that step.
 */
export async function printReport(audited: AuditedFleet, input: ReportInput, io: Io): Promise<void> {
  const text = textOf(audited, input, io)
  if (input.output === undefined) io.out(text)
  else await writeReport(input.output, text, audited.document.run.id)
  const { stepSummary } = io.environment
  if (stepSummary !== undefined) await addSummary(stepSummary, audited.document, io)
}

/** A summary is an extra: where it cannot be written the report stands. */
async function addSummary(file: string, document: AuditDocument, io: Io): Promise<void> {
  try {
    await appendFile(file, markdownText(document))
  } catch (error) {
    const { message } = error as Error // of the system
    io.err(`fleet-auditor: the summary of the step was not written: ${message}\n`)
  }
}

function textOf({ document, digest }: AuditedFleet, input: ReportInput, { environment }: Io): string {
  if (input.format === 'json') return `${jsonText(document, 2)}\n`
  if (input.format === 'ndjson') return documentLines(document)
  if (input.format !== 'table') return exports[input.format](document)
  const paint = paintIn(environment.colours && input.colour && input.output === undefined)
  const { verbose, all } = input
  const { code, why } = endingOf(document, input)
  const ending = `exit ${code}: ${why}`
  return terminalReport(document, {
    paint,
    width: environment.reportWidth,
    all: all || verbose,
    verbose,
    digest,
    ending,
  })
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
