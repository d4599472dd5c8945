import { apiAndAlarmMutations } from './mutations/api-and-alarms.ts'
import { functionMutations } from './mutations/functions.ts'
import type { Mutation } from './mutations/mutation.ts'
import { roleMutations } from './mutations/roles.ts'
import { scheduleMutations } from './mutations/schedules.ts'
import { stateMachineMutations } from './mutations/state-machine.ts'
import { tableMutations } from './mutations/table.ts'

export const mutations: readonly Mutation[] = [
  ...tableMutations,
  ...scheduleMutations,
  ...functionMutations,
  ...roleMutations,
  ...stateMachineMutations,
  ...apiAndAlarmMutations,
]
