import { deployFunction } from './deploy-function.ts'
import { authorities, fleet } from './fleet.ts'
import { functionOf, type Handler } from './functions.ts'
import { egressIn } from './network.ts'
import { homeRegion, providerOf } from './regions.ts'
import type { Resources } from './role.ts'

/** Deploys a function that works on the fleet, to the home region. */
export const fleetFunction = (handler: Handler, resources: Resources): sst.aws.Function =>
  fleetFunctionIn(homeRegion, handler, resources)

/** To a region that a vantage stands in; `suffix` distinguishes it from those of other regions. */
export function fleetFunctionIn(region: string, handler: Handler, resources: Resources, suffix?: string) {
  const { rights, dialsOut, packsAuthorities } = functionOf(handler)
  return deployFunction(handler, {
    rights: rights(fleet),
    resources,
    files: packsAuthorities ? authorities : [],
    ...(dialsOut ? egressIn(region) : {}),
    ...providerOf(region),
    suffix,
  })
}
