import { writeFile } from 'node:fs/promises'
import process from 'node:process'
import type { AuditedFleet } from '@fleet-auditor/audit/audit-fleet.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { documentLines } from '@fleet-auditor/report/document-lines.ts'
import { colours, noColours } from '@fleet-auditor/report/paint.ts'
import { terminalReport } from '@fleet-auditor/report/terminal.ts'
import type { AuditFlags } from './audit-flags.ts'
import type { Environment } from './environment.ts'

/** Prints the report in the format asked for, or writes it where `--output` says. */
export async function tellAudit(audited: AuditedFleet, flags: AuditFlags, environment: Environment): Promise<void> {
  const text = textOf(audited, flags, environment)
  if (flags.output === undefined) process.stdout.write(text)
  else await writeOutput(flags.output, text, audited.document.run.id)
}

function textOf({ document, digest }: AuditedFleet, flags: AuditFlags, environment: Environment): string {
  if (flags.format === 'json') return `${JSON.stringify(document, null, 2)}\n`
  if (flags.format === 'ndjson') return documentLines(document)
  const paint = environment.colours && flags.colour && flags.output === undefined ? colours : noColours
  return terminalReport(document, { paint, verbose: flags.verbose, digest })
}

async function writeOutput(file: string, text: string, run: string): Promise<void> {
  await writeFile(file, text).catch((error: Error) => {
    throw new AuditorError('config', `the report could not be written: ${error.message}`, {
      place: `--output ${file}`,
      remedy: `the run is stored as ${run}: see fleet-auditor runs --run ${run}, fleet-auditor findings`,
      cause: error,
    })
  })
}
