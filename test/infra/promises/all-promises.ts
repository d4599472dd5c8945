import { alarmPromises } from './alarms.ts'
import { apiPromises } from './api.ts'
import { functionPromises } from './functions.ts'
import { stateMachinePromises } from './machine.ts'
import type { Promises } from './promise.ts'
import { rolePromises } from './roles.ts'
import { schedulePromises } from './schedules.ts'
import { tablePromises } from './table.ts'

/** All that the deployment of test/infra/fleet.yaml promises. */
export const promises: Promises = {
  ...tablePromises,
  ...schedulePromises,
  ...functionPromises,
  ...rolePromises,
  ...stateMachinePromises,
  ...apiPromises,
  ...alarmPromises,
}
