import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { fleetFileError } from '@fleet-auditor/model/fleet-file-error.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { parseFleetFile } from '@fleet-auditor/model/parse-fleet-file.ts'

/** Bytes of a fleet file. */
const longestFile = 2 ** 20

/** Reads and checks a fleet file; every mistake in it is reported at once. */
export async function readFleetFile(file: string): Promise<FleetFile> {
  const { codeOf, fileTexts, readTextFile } = await import('@fleet-auditor/adapters/wire/text-file.ts')
  const text = await readTextFile(file, longestFile).catch((error: unknown) => {
    const code = codeOf(error)
    const message = `the fleet file ${fileTexts.get(code) ?? `cannot be read (${code})`}`
    const remedy =
      code === 'ENOENT'
        ? 'name another with --fleet, or write one with: fleet-auditor init'
        : `name a file that you may read with --fleet, a regular one of at most ${longestFile / 2 ** 20} MB`
    throw new AuditorError('config', message, { place: file, remedy, cause: error })
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
