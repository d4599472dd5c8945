import { auditorFunction } from './auditor-function.ts'
import { rights } from './fleet.ts'
import { slackSecrets } from './secrets.ts'
import { table, tableArns } from './table.ts'

/** Tells what changed, once. */
export const notify = auditorFunction('Notify', {
  handler: 'notify',
  // The digest of a night with hundreds of changes, held at once.
  memory: '1024 MB',
  rights: rights.notify,
  places: { table: tableArns },
  environment: { TABLE_NAME: table.name, ...slackSecrets },
})
