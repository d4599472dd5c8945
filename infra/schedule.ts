import { auditorFunction } from './auditor-function.ts'
import { fleet, rights } from './fleet.ts'
import { inGroup } from './schedule-group.ts'
import { eventBridgeCron } from './schedule-expression.ts'
import { skippedNights } from './skipped-nights.ts'
import { stateMachine } from './state-machine.ts'

/** Starts the execution of a night. */
export const tick = auditorFunction('Tick', {
  handler: 'tick',
  // One call: what it takes is to start.
  memory: '512 MB',
  rights: rights.tick,
  places: { 'state-machine': [stateMachine.arn] },
  environment: { STATE_MACHINE_ARN: stateMachine.arn },
})

/** When the fleet is audited, as the fleet file says; a mistake there has stopped the deployment already. */
export const nightly = new sst.aws.CronV2('Nightly', {
  schedule: eventBridgeCron(fleet.schedule.cron),
  timezone: fleet.schedule.timeZone,
  // The night's name, the same for every delivery of one schedule: fired twice, it is one run.
  event: { scheduledTime: '<aws.scheduler.scheduled-time>' },
  function: tick,
  // Deliveries are harmless to repeat, and a lost one is a lost night.
  retries: 5,
  ...inGroup,
})

/** For whoever deploys: a schedule in the hour that summer time takes away loses that night. */
export const skipped = skippedNights(fleet.schedule, Date.now())
