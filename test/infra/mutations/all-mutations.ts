import { apiAndAlarmMutations } from './api-and-alarms.ts'
import { functionMutations } from './functions.ts'
import { machineMutations } from './machine.ts'
import type { Mutation } from './mutation.ts'
import { roleMutations } from './roles.ts'
import { scheduleMutations } from './schedules.ts'
import { tableMutations } from './table.ts'

export const mutations: readonly Mutation[] = [
  ...tableMutations,
  ...scheduleMutations,
  ...functionMutations,
  ...roleMutations,
  ...machineMutations,
  ...apiAndAlarmMutations,
]
