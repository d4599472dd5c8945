import type { Promises } from './promises/promise.ts'
import { alarmPromises } from './promises/alarms.ts'
import { apiPromises } from './promises/api.ts'
import { functionPromises } from './promises/functions.ts'
import { rolePromises } from './promises/roles.ts'
import { schedulePromises } from './promises/schedules.ts'
import { stateMachinePromises } from './promises/state-machine.ts'
import { tablePromises } from './promises/table.ts'

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
