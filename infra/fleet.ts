import { readFileSync } from 'node:fs'
import path from 'node:path'
import { deployedFleet } from '@fleet-auditor/audit/deployed-fleet.ts'
import { fleetFile } from './environment.ts'

/** Read before anything is deployed: a mistake in it, or a source that no function can read, stops here. */
export const fleet = deployedFleet(readFileSync(path.join($cli.paths.root, fleetFile), 'utf8'), fleetFile)
