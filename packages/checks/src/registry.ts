import type { AnyClusterCheck, Check, FleetCheck } from './define.ts'
import { missingOperator } from './catalog/missing-operator.ts'

/** Every check, by its id. Adding one is its file, its test and one line here. */
export const clusterChecks: readonly AnyClusterCheck[] = [missingOperator]

export const fleetChecks: readonly FleetCheck[] = []

export const allChecks: readonly Check[] = [...clusterChecks, ...fleetChecks]

export const findCheck = (id: string): Check | undefined => allChecks.find((check) => check.id === id)

/** Rule version of every check: what *new rule* is told by. */
export const ruleSet: Readonly<Record<string, number>> = Object.fromEntries(
  allChecks.map((check) => [check.id, check.ruleVersion]),
)
