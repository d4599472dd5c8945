import { readFile } from 'node:fs/promises'
import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { fleetFileError } from '@fleet-auditor/model/fleet-file-message.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { parseFleetFile } from '@fleet-auditor/model/parse-fleet-file.ts'

const anotherFile = 'name a file that you may read with --fleet'

/** By the code of the system. */
const failures: Readonly<Record<string, readonly [message: string, remedy: string]>> = {
  ENOENT: ['is not there', 'name another with --fleet, or write one with: fleet-auditor init'],
  EISDIR: ['is a folder', anotherFile],
  ENOTDIR: ['lies under something that is not a folder', anotherFile],
  EACCES: ['may not be read', anotherFile],
}

/** Reads and checks a fleet file; every mistake in it is reported at once. */
export async function readFleetFile(file: string): Promise<FleetFile> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const [message, remedy] = failures[error.code ?? ''] ?? [
      `cannot be read (${error.code ?? error.message})`,
      anotherFile,
    ]
    throw new AuditorError('config', `the fleet file ${message}`, { place: file, remedy, cause: error })
  })
  const parsed = parseFleetFile(
    text,
    allChecks.map((check) => check.id),
  )
  if (parsed.ok) return parsed.fleet
  throw fleetFileError(file, parsed.problems)
}

/** The fleet of a run without a fleet file: nothing is declared. */
export const undeclaredFleet = (): FleetFile => FleetFile.parse({})
