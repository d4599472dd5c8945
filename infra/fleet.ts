import { readFileSync } from 'node:fs'
import path from 'node:path'
import { functionRights } from '@fleet-auditor/audit/access/function-roles.ts'
import { deployedFleet } from '@fleet-auditor/audit/access/deployed-fleet.ts'
import { packedAuthorities } from '@fleet-auditor/audit/access/packed-authorities.ts'
import { options } from './environment.ts'

/** Read before anything is deployed: a mistake in it, or a source that no function can read, stops here. */
export const fleet = deployedFleet(
  readFileSync(path.join($cli.paths.root, options.fleetFile), 'utf8'),
  options.fleetFile,
)

/** What each function may do for this fleet. */
export const rights = functionRights(fleet)

/** Files that are packed with it. */
export const authorities = packedAuthorities(fleet, options.fleetFile)
