import { fleetFunction } from '../fleet-function.ts'
import { fleet } from '../fleet.ts'
import { assumedBy } from '../role.ts'
import { slack } from '../secrets.ts'
import { machineResource } from '../state-machine/state-machine.ts'
import { tableResource } from '../table.ts'
import { eventBridgeCron, skippedRuns } from './event-bridge-time.ts'

/** A group of their own: EventBridge Scheduler counts its metrics by group, and the account shares the default one. */
export const scheduleGroup = new aws.scheduler.ScheduleGroup('Schedules', { name: `${$app.name}-${$app.stage}` })

/** For settings of a schedule. */
const inGroup = {
  transform: {
    schedule: { groupName: scheduleGroup.name },
    role: { assumeRolePolicy: assumedBy('scheduler.amazonaws.com', scheduleGroup.arn) },
  },
}

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

/** Closes runs that are past their deadline as incomplete, notifies of them, and emits the age of the last complete run. */
new sst.aws.CronV2('Watch', {
  schedule: 'rate(15 minutes)',
  function: fleetFunction('watchdog', { table: tableResource, slack }),
  // One delivery that failed is no silence yet.
  retries: 2,
  ...inGroup,
})

/** For the deployment's output: a schedule in the hour that summer time takes away loses that run. */
export const skipped = skippedRuns(fleet.schedule, Date.now())
