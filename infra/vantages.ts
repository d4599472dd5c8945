import { pascal } from './deploy-function.ts'
import { fleetFunctionIn } from './fleet-function.ts'
import { vantageRegions } from './regions.ts'
import type { Resource } from './role.ts'

/**
 * One probe function in each region that a vantage of the fleet file stands in. The rules of its vantages are in its
 * own copy of the fleet file.
 */
const byRegion = vantageRegions.map((region) => [region, fleetFunctionIn(region, 'probe', {}, pascal(region))] as const)

/** For those who call them: region → function. */
export const probes: Resource = {
  variables: {
    PROBE_FUNCTIONS: $jsonStringify(Object.fromEntries(byRegion.map(([region, { arn }]) => [region, arn]))),
  },
  arns: byRegion.map(([, { arn }]) => arn),
}
