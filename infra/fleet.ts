import { readFileSync } from 'node:fs'
import path from 'node:path'
import { deployedFleet } from '@fleet-auditor/audit/access/deployed-fleet.ts'
import { packedAuthorities } from '@fleet-auditor/audit/access/packed-authorities.ts'
import { options } from './environment.ts'

/** Read before anything is deployed: a mistake in it, or a source that no function can read, stops here. */
export const fleet = deployedFleet(
  readFileSync(path.join($cli.paths.root, options.fleetFile), 'utf8'),
  options.fleetFile,
)

/** Files that are packed with it. */
export const authorities = packedAuthorities(fleet, options.fleetFile)
