import { readFileSync } from 'node:fs'
import path from 'node:path'
import { deployedFleet } from '@fleet-auditor/audit/access/deployed-fleet.ts'
import { packedAuthorities } from '@fleet-auditor/audit/access/packed-authorities.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { options } from './environment.ts'

/** Read before anything is deployed: a mistake in it, or a source that no function can read, stops here. */
export const fleet = deployedFleet(textOf(options.fleetFile), options.fleetFile)

/** Files that are packed with it. */
export const authorities = packedAuthorities(fleet, options.fleetFile)

function textOf(file: string): string {
  try {
    return readFileSync(path.join($cli.paths.root, file), 'utf8')
  } catch (cause) {
    throw new AuditorError('config', `there is no fleet file at ${file}: ${String(cause)}`, {
      place: 'FLEET_FILE',
      remedy: 'name it by its path from the folder of sst.config.ts',
      cause,
    })
  }
}
