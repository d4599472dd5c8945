import { fleetFunction } from '../fleet-function.ts'
import { fleet } from '../fleet.ts'
import { machineResource } from '../state-machine/state-machine.ts'
import { eventBridgeCron } from './schedule-expression.ts'
import { inGroup } from './schedule-group.ts'
import { skippedRuns } from './skipped-runs.ts'

/** When the fleet is audited, by the fleet file; a mistake there has stopped the deployment already. */
export const nightly = new sst.aws.CronV2('Nightly', {
  schedule: eventBridgeCron(fleet.schedule.cron),
  timezone: fleet.schedule.timeZone,
  // The scheduled minute names the run: the same for every delivery of one schedule: fired twice, it is one run.
  event: { scheduledTime: '<aws.scheduler.scheduled-time>' },
  function: fleetFunction('tick', { 'state-machine': machineResource }),
  // Deliveries are harmless to repeat, and a lost one is a lost run.
  retries: 5,
  ...inGroup,
})

/** For the deployment's output: a schedule in the hour that summer time takes away loses that run. */
export const skipped = skippedRuns(fleet.schedule, Date.now())
