import { readFile } from 'node:fs/promises'
import { fleetOfFunctions } from '@fleet-auditor/audit/access/deployed-fleet.ts'
import type { Clock } from '@fleet-auditor/audit/ports/clock.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { z } from 'zod'
import type { LogContext } from '../run/log.ts'
import { emitterOf, type Emit } from '../run/metrics.ts'

/** Of every function that knows the fleet file. */
export const fleetVariables = { FLEET_FILE: z.string(), STAGE: z.string().default('none') }

export const now = (): string => new Date().toISOString()

interface WithFleet {
  readonly fleet: FleetFile
  readonly clock: Clock
  readonly emitFor: (context: LogContext) => Emit
}

/** The fleet file of the bundle, judged again. Throws AuditorError `config`. */
export async function readFleet({
  FLEET_FILE: file,
  STAGE,
}: {
  readonly FLEET_FILE: string
  readonly STAGE: string
}): Promise<WithFleet> {
  const text = await readFile(file, 'utf8').catch((cause: Error) => {
    const remedy = 'deploy with FLEET_FILE naming a fleet file from the root of the project'
    throw new AuditorError('config', `the fleet file cannot be read: ${cause.message}`, { place: file, remedy, cause })
  })
  const fleet = deployedVantages(fleetOfFunctions(text, file))
  return { fleet, clock: { now }, emitFor: emitterOf({ Fleet: fleet.fleet, Stage: STAGE }) }
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
