import { readFile } from 'node:fs/promises'
import { deployedFleet } from '@fleet-auditor/audit/access/deployed-fleet.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { variable } from './environment.ts'

/** The fleet file of the bundle, judged anew. Throws AuditorError `config`. */
export async function readFleet(): Promise<FleetFile> {
  const file = variable('FLEET_FILE')
  const text = await readFile(file, 'utf8').catch((cause: Error) => {
    const remedy = 'deploy with FLEET_FILE naming a fleet file from the root of the project'
    throw new AuditorError('config', `the fleet file cannot be read: ${cause.message}`, { place: file, remedy, cause })
  })
  return deployedVantages(deployedFleet(text, file))
}

/**
 * The fleet as functions see it: its vantages are those that are declared for functions, whatever their region, and
 * they are at hand (`local`) by way of the probe functions. A vantage of a person's machine proves nothing about what
 * is probed from a function.
 */
export function deployedVantages(fleet: FleetFile): FleetFile {
  const vantages = fleet.vantages
    .filter(({ kind }) => kind === 'lambda')
    .map((vantage) => ({ ...vantage, kind: 'local' as const }))
  return { ...fleet, vantages }
}
