import { fleetFunction } from '../fleet-function.ts'
import { slack } from '../secrets.ts'
import { tableResource } from '../table.ts'
import { inGroup } from './schedule-group.ts'

/** Closes runs that are past their deadline as incomplete, notifies of them, and emits the age of the last complete run. */
export const watch = new sst.aws.CronV2('Watch', {
  schedule: 'rate(15 minutes)',
  function: fleetFunction('watchdog', { table: tableResource, slack }),
  // One delivery that failed is no silence yet.
  retries: 2,
  ...inGroup,
})
