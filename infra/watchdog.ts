import { auditorFunction } from './auditor-function.ts'
import { rights } from './fleet.ts'
import { inGroup } from './schedule-group.ts'
import { slackSecrets } from './secrets.ts'
import { table, tableArns } from './table.ts'

/** Closes runs that are past their deadline as incomplete, says so, and tells the age of the last run as a metric. */
export const watchdog = auditorFunction('Watchdog', {
  handler: 'watchdog',
  // It concludes as conclude-run does.
  memory: '3008 MB',
  rights: rights.watchdog,
  places: { table: tableArns },
  environment: { TABLE_NAME: table.name, ...slackSecrets },
  // It is called again in a quarter of an hour: what Slack refused is not sent three times before that.
  retries: 0,
})

export const watch = new sst.aws.CronV2('Watch', {
  schedule: 'rate(15 minutes)',
  function: watchdog,
  // One delivery that failed is no silence yet.
  retries: 2,
  ...inGroup,
})
